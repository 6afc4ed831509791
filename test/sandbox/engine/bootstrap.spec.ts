import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../sandbox/engine/cache";
import { usePrivateCache } from "./fixtures/private-cache";

// A project of its own with a played npm: does not prove that npm installs the real packages, nor that an old Node can
// read bootstrap.js.
describe("bootstrap", () => {
  const folder = usePrivateCache();
  const root = () => join(folder(), "project");
  const notes = () => join(folder(), "npm-calls");
  const npmCalls = () => (existsSync(notes()) ? readFileSync(notes(), "utf8").trimEnd().split("\n") : []);
  const lockFile = (version: string) => ({
    packages: {
      "": {},
      "node_modules/tsx": { version },
      "node_modules/other": { version: "1", optional: true },
    },
  });
  const writeJson = (path: string, content: unknown) =>
    writeFileSync(join(root(), path), JSON.stringify(content));
  const source = join(projectRoot, "sandbox", "engine");

  beforeEach(() => {
    mkdirSync(join(root(), "sandbox", "engine", "node"), { recursive: true });
    writeJson("package-lock.json", lockFile("1"));
    writeFileSync(
      join(root(), "entry.js"),
      "console.log(process.argv.slice(2).join('|')); process.exitCode = 3;",
    );
    writeBootstrap("[18, 0]"); // the Node that runs this will do
  });

  const writeBootstrap = (rightNode: string) => {
    const script = readFileSync(join(source, "bootstrap.js"), "utf8");
    const changed = script.replace("RIGHT_NODE = [22, 12]", `RIGHT_NODE = ${rightNode}`);
    assert.notEqual(changed, script);
    writeFileSync(join(root(), "sandbox/engine/bootstrap.js"), changed);
  };
  const start = (args: string[], env: Record<string, string> = {}): ChildProcess =>
    spawn(process.execPath, [join(root(), "sandbox/engine/bootstrap.js"), ...args], {
      env: {
        ...process.env,
        npm_execpath: join(__dirname, "fixtures", "fake-npm.js"),
        FAKE_NPM_NOTES: notes(),
        ...env,
      },
    });

  it("installs the packages once, then starts the entry with its arguments and exit code", async () => {
    const first = await result(start(["entry.js", "a", "b c"]));
    assert.deepEqual([first.stdout, first.code], ["a|b c\n", 3]);
    assert.match(
      first.stderr,
      /^npm packages of package-lock.json: started \(usually 30 s\)\n.*: done in 0 s\n$/,
    );
    const second = await result(start(["entry.js"]));
    assert.deepEqual([second.stdout, second.stderr, second.code], ["\n", "", 3]);
    assert.deepEqual(npmCalls(), ["ci in project"]);
  });

  it("installs them again when the lock file changed", async () => {
    await result(start(["entry.js"]));
    writeJson("package-lock.json", lockFile("2"));
    await result(start(["entry.js"]));
    assert.deepEqual(npmCalls(), ["ci in project", "ci in project"]);
  });

  it("installs them again when an installation was interrupted", async () => {
    await result(start(["entry.js"]));
    rmSync(join(root(), "node_modules", ".package-lock.json")); // npm writes it last
    await result(start(["entry.js"]));
    assert.deepEqual(npmCalls(), ["ci in project", "ci in project"]);
  });

  it("takes packages that a person installed, and misses none of another platform", async () => {
    mkdirSync(join(root(), "node_modules/tsx/dist/cjs"), { recursive: true });
    writeFileSync(join(root(), "node_modules/tsx/dist/cjs/index.cjs"), "");
    writeJson("node_modules/.package-lock.json", { packages: { "node_modules/tsx": { version: "1" } } });
    assert.equal((await result(start(["entry.js", "x"]))).stdout, "x\n");
    assert.deepEqual(npmCalls(), []);
  });

  it("shows why npm failed, the log and how to go on, without credentials", async () => {
    const { stderr, code } = await result(start(["entry.js"], { FAKE_NPM_FAILS: "1" }));
    const log = join(root(), ".spe", "npm-ci.log");
    assert.deepEqual(stderr.split("\n").slice(2), [
      "npm packages of package-lock.json failed: npm exited with 1",
      "last lines of its log:",
      "  npm error code E404",
      "  npm error GET https://***@registry.example.org/tsx",
      `log: ${log}`,
      "to go on: run the same command again; npm keeps what it has downloaded",
      "",
    ]);
    assert.equal(code, 1);
    assert.ok(!readFileSync(log, "utf8").includes("hunter2"));
  });

  it("says when there is no npm", async () => {
    const { stderr, code } = await result(start(["entry.js"], { npm_execpath: "", PATH: folder() }));
    assert.match(stderr, /\nnpm packages of package-lock.json failed: npm is not installed or not on PATH\n/);
    assert.equal(code, 1);
  });

  it("lets one of two starts install while the other waits", async () => {
    const env = { FAKE_NPM_TAKES: "700" };
    const both = await Promise.all([result(start(["entry.js"], env)), result(start(["entry.js"], env))]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [3, 3],
    );
    assert.deepEqual(npmCalls(), ["ci in project"]);
    const waited = both.filter(({ stderr }) => stderr === "another start is installing packages; waiting\n");
    assert.equal(waited.length, 1);
  });

  it("does not wait for a start that was killed", async () => {
    const lock = join(root(), "node_modules.lock");
    mkdirSync(lock);
    utimesSync(lock, 1, 1);
    assert.equal((await result(start(["entry.js"]))).code, 3);
    assert.equal(existsSync(lock), false);
  });

  it("waits for the npm of a start that was killed", async () => {
    const lock = join(root(), "node_modules.lock");
    mkdirSync(lock);
    writeFileSync(join(lock, "pid"), String(process.pid)); // any process that runs
    const minuteAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, minuteAgo, minuteAgo);
    const waiting = start(["entry.js"]);
    await new Promise((resolve) => waiting.stderr?.once("data", resolve));
    assert.deepEqual(npmCalls(), []);
    rmSync(lock, { recursive: true });
    assert.equal((await result(waiting)).code, 3);
  });

  it("fetches a Node of its own, once, where the machine's is too old", async () => {
    writeBootstrap("[99, 0]");
    const name = `node-${process.platform}-${process.arch}`;
    writeJson("sandbox/engine/node/package.json", {});
    writeJson("sandbox/engine/node/package-lock.json", {
      packages: { "": {}, [`node_modules/${name}`]: { version: "24.21.0" } },
    });
    writeFileSync(join(root(), "entry.js"), "console.log(process.env.PATH.split(':')[0])");
    const first = await result(start(["entry.js"]));
    assert.match(first.stdout, new RegExp(`^${folder()}/spe/node-[0-9a-f]{16}/node_modules/${name}/bin\n$`));
    assert.ok(first.stderr.includes(`Node 24.21.0 (the machine's is ${process.versions.node}): done in`));
    assert.equal((await result(start(["entry.js"]))).stdout, first.stdout);
    assert.equal(npmCalls().length, 2); // project's packages and Node, no third call
  });

  it("says which Node to install where npm has none for the platform", async () => {
    writeBootstrap("[99, 0]");
    writeJson("sandbox/engine/node/package-lock.json", { packages: {} });
    const { stderr, code } = await result(start(["entry.js"]));
    assert.match(
      stderr,
      /\nNode \S+ is too old, and npm has none for \S+; install Node 24: https:\/\/nodejs.org\n$/,
    );
    assert.equal(code, 1);
  });

  it("passes signals on and ends the way the entry does", async () => {
    const script =
      "process.on('SIGTERM', () => process.exit(7)); setInterval(() => 0, 1000); console.log('ready')";
    writeFileSync(join(root(), "entry.js"), script);
    const polite = start(["entry.js"]);
    await new Promise((resolve) => polite.stdout?.once("data", resolve));
    polite.kill("SIGTERM");
    assert.equal((await result(polite)).code, 7);

    writeFileSync(
      join(root(), "entry.js"),
      "process.kill(process.pid, 'SIGTERM'); setInterval(() => 0, 1000)",
    );
    assert.deepEqual((await result(start(["entry.js"]))).signal, "SIGTERM");
  });
});

async function result(child: ChildProcess) {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (exitCode, exitSignal) => resolve([exitCode, exitSignal])),
  );
  return { stdout, stderr, code, signal };
}
