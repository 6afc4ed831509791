import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Artefact, isProvided, needsOf, provide } from "../../../sandbox/engine/artefact";
import { usePrivateCache } from "./fixtures/private-cache";
import { recordedProgress } from "./fixtures/recorded-progress";

describe("an artefact", () => {
  const cache = usePrivateCache();
  const { display } = recordedProgress();
  let built: string[];

  beforeEach(() => {
    built = [];
  });

  const note = (version: string, more: Partial<Artefact> = {}): Artefact => ({
    name: "note",
    title: "a note",
    usualSeconds: 1,
    inputs: { values: { version } },
    async build(into) {
      built.push(version);
      writeFileSync(join(into, "note"), version);
    },
    ...more,
  });

  it("is built once and found afterwards", async () => {
    const first = await provide(note("1"), display);
    const second = await provide(note("1"), display);
    assert.equal(second, first);
    assert.deepEqual(built, ["1"]);
    assert.equal(readFileSync(join(first, "note"), "utf8"), "1");
    assert.match(first, /\/spe\/note-[0-9a-f]{16}$/);
  });

  it("is built anew when a value changes, and the old one stays", async () => {
    const first = await provide(note("1"), display);
    const second = await provide(note("2"), display);
    assert.notEqual(second, first);
    assert.deepEqual(built, ["1", "2"]);
    assert.ok(existsSync(first));
  });

  it("is built anew when the content of a file changes, not when its time does", async () => {
    const file = join(cache(), "source");
    const fromFile = note("1", { inputs: { files: [file] } });
    writeFileSync(file, "a");
    const first = await provide(fromFile, display);
    utimesSync(file, 1, 1);
    assert.equal(await provide(fromFile, display), first);
    writeFileSync(file, "b");
    assert.notEqual(await provide(fromFile, display), first);
    assert.deepEqual(built, ["1", "1"]);
  });

  it("names what its building needs only while it is not built", async () => {
    const needy = note("1", { needs: [] });
    const go = note("2", { needs: ["go"] });
    assert.deepEqual(await needsOf([needy, go]), ["go"]);
    await provide(needy, display);
    assert.deepEqual(await needsOf([needy]), []);
    assert.equal(await isProvided(needy), true);
    assert.equal(await isProvided(go), false);
  });

  it("leaves nothing but its log when building fails, and is built at the next try", async () => {
    const broken = note("1", { build: () => Promise.reject(new Error("the well is dry")) });
    await assert.rejects(
      provide(broken, display),
      /^StepFailed: a note failed after \d+ ms: the well is dry\n/,
    );
    const left = readdirSync(join(cache(), "spe"));
    assert.equal(left.length, 1);
    assert.match(left[0] ?? "", /^note-[0-9a-f]{16}\.log$/);
    await provide(note("1"), display);
    assert.deepEqual(built, ["1"]);
  });

  it("is built by one of two processes that start at once; the other waits for it", async () => {
    const notes = join(cache(), "notes");
    const [first, second] = await Promise.all([result(start(notes, 1)), result(start(notes, 1))]);
    assert.equal(first.stdout, second.stdout);
    assert.equal(readFileSync(notes, "utf8").trim().split("\n").length, 1);
    assert.deepEqual(readdirSync(first.stdout).sort(), ["first-half", "second-half"]);
    const [waited, worked] = first.stderr.includes("waiting") ? [first, second] : [second, first];
    assert.match(
      waited.stderr,
      /^waiting for another start that makes something slow: started .*\n.*: done in .*\n$/,
    );
    assert.match(worked.stderr, /^something slow: started \(usually 1 s\)\nsomething slow: done in \d s\n$/);
  });

  // Does not prove how long a dead builder's lock is waited for: its time is set back by hand.
  it("is built again after its builder was killed in the middle", async () => {
    const notes = join(cache(), "notes");
    const killed = start(notes, 60);
    while (!existsSync(notes)) await wait(20);
    killed.kill("SIGKILL");
    await result(killed);
    const left = readdirSync(join(cache(), "spe"));
    const lock = left.find((entry) => entry.endsWith(".lock")) ?? "";
    assert.ok(left.some((entry) => entry.includes(".building-")));
    assert.ok(!left.some((entry) => /^slow-[0-9a-f]{16}$/.test(entry)));
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(join(cache(), "spe", lock), longAgo, longAgo);

    const { stdout } = await result(start(notes, 0));
    assert.deepEqual(readdirSync(stdout).sort(), ["first-half", "second-half"]);
    assert.deepEqual(
      readdirSync(join(cache(), "spe")).sort(),
      [basename(stdout), `${basename(stdout)}.log`].sort(),
    );
  });

  it("keeps its log to the person who started it", async () => {
    const directory = await provide(note("1"), display);
    assert.equal(statSync(`${directory}.log`).mode & 0o777, 0o600);
  });
});

function start(notes: string, seconds: number): ChildProcess {
  const program = join(__dirname, "fixtures", "provide-slowly.ts");
  return spawn(process.execPath, ["--require", "tsx/cjs", program, notes, String(seconds)]);
}

async function result(child: ChildProcess): Promise<{ stdout: string; stderr: string }> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  await new Promise((resolve) => child.on("close", resolve));
  return { stdout, stderr };
}
