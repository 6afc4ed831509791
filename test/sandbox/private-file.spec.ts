import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { privateDirectory, writePrivateFile } from "../../sandbox/private-file";
import { modeOf, useTemporaryFolder } from "./fixtures/temporary-folder";

describe("a private file", () => {
  const folder = useTemporaryFolder();
  const file = () => join(folder(), "secret");
  const umask = process.umask();
  afterEach(() => process.umask(umask));

  it("is its owner's alone, whatever the umask and whatever it was before", async () => {
    process.umask(0);
    await writePrivateFile(file(), "new\n");
    assert.equal(modeOf(file()), "600");
    chmodSync(file(), 0o644);
    await writePrivateFile(file(), "newer ä\n");
    assert.equal(modeOf(file()), "600");
    assert.equal(readFileSync(file(), "utf8"), "newer ä\n");
    assert.deepEqual(readdirSync(folder()), ["secret"]);
  });

  it("stays as it was when there is no room for the new one, and no draft is left", async () => {
    writeFileSync(file(), "old");
    const child = run(folder(), "await write('secret', 'x'.repeat(1_000_000))", "ulimit -f 8; ");
    assert.equal(await stderrOf(child), "EFBIG");
    assert.equal(readFileSync(file(), "utf8"), "old");
    assert.deepEqual(readdirSync(folder()), ["secret"]);
  });

  it("leaves no draft when it cannot take its place", async () => {
    mkdirSync(join(file(), "inside"), { recursive: true });
    await assert.rejects(writePrivateFile(file(), "new"), { code: "EISDIR" });
    assert.deepEqual(readdirSync(folder()), ["secret"]);
    assert.deepEqual(readdirSync(file()), ["inside"]);
  });

  it("is refused where its folder is missing", async () => {
    await assert.rejects(writePrivateFile(join(file(), "inside"), "new"), { code: "ENOENT" });
    assert.deepEqual(readdirSync(folder()), []);
  });

  it("is whole at any time, also after its writer was killed", async () => {
    const whole = ["a".repeat(1_000_000), "b".repeat(1_000_000)];
    const child = run(
      folder(),
      "for (;;) for (const it of 'ab') await write('secret', it.repeat(1_000_000))",
    );
    for (let tries = 0; tries < 2_000 && !existsSync(file()); tries++) await wait(5);
    const seen = new Set<string>();
    for (let reading = 0; reading < 50 || (seen.size < 2 && reading < 1_000); reading++) {
      seen.add(readFileSync(file(), "utf8"));
      await wait(2);
    }
    child.kill("SIGKILL");
    await stderrOf(child);
    seen.add(readFileSync(file(), "utf8"));
    // not deepEqual, whose message would show them
    assert.ok(seen.size === whole.length && whole.every((it) => seen.has(it)));
    assert.equal(modeOf(file()), "600");
    await writePrivateFile(file(), "new");
    assert.equal(readFileSync(file(), "utf8"), "new");
  });
});

describe("a private directory", () => {
  const folder = useTemporaryFolder();

  it("is made with those around it, for its owner alone", async () => {
    const path = join(folder(), "around", "inside");
    assert.equal(await privateDirectory(path), path);
    assert.deepEqual([modeOf(join(path, "..")), modeOf(path)], ["700", "700"]);
  });

  it("is narrowed where it exists, and keeps what is in it", async () => {
    const path = join(folder(), "wide");
    mkdirSync(join(path, "inside"), { recursive: true });
    chmodSync(path, 0o777);
    await privateDirectory(path);
    assert.equal(modeOf(path), "700");
    assert.deepEqual(readdirSync(path), ["inside"]);
  });
});

/** Writes files in a process of its own, in a folder; a failure's code goes to standard error. */
function run(cwd: string, script: string, before = ""): ChildProcess {
  const write = `require(${JSON.stringify(join(__dirname, "../../sandbox/private-file.ts"))}).writePrivateFile`;
  const program = `const write = ${write};
    (async () => { ${script} })().catch(({ code }) => process.stderr.write(String(code)));`;
  const args = ["--require", require.resolve("tsx/cjs"), "--eval", program];
  return spawn("bash", ["-c", `${before}exec "$0" "$@"`, process.execPath, ...args], { cwd });
}

async function stderrOf(child: ChildProcess): Promise<string> {
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  await new Promise((resolve) => child.on("close", resolve));
  return stderr;
}
