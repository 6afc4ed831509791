import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runStep, type StepContext } from "../../../sandbox/engine/step";
import { usePrivateCache } from "./fixtures/private-cache";
import { recordedProgress } from "./fixtures/recorded-progress";

describe("a step", () => {
  const cache = usePrivateCache();
  const { display } = recordedProgress();
  const logFile = () => join(cache(), "logs", "step.log");
  const run = <T>(work: (context: StepContext) => Promise<T>, goOn?: string) =>
    runStep({ title: "MinIO", usualSeconds: 1, logFile: logFile(), goOn }, work, display);
  const node = (script: string) => [process.execPath, ["-e", script]] as const;

  it("gives what its work gives", async () => {
    assert.equal(await run(async () => 7), 7);
  });

  it("logs what its programs are and write", async () => {
    const [program, args] = node("console.log('out'); console.error('err')");
    await run(({ run: start }) => start(program, [...args]));
    const lines = readFileSync(logFile(), "utf8").trimEnd().split("\n");
    assert.equal(lines[0], `$ ${program} ${args.join(" ")}`);
    assert.deepEqual(lines.slice(1).sort(), ["err", "out"]);
  });

  it("passes a folder and variables on, and takes variables away", async () => {
    process.env.SPE_TEST_AWAY = "here";
    const [program, args] = node(
      "console.log(process.cwd(), process.env.SPE_TEST, process.env.SPE_TEST_AWAY)",
    );
    await run(({ run: start }) =>
      start(program, [...args], { cwd: cache(), env: { SPE_TEST: "yes", SPE_TEST_AWAY: undefined } }),
    );
    delete process.env.SPE_TEST_AWAY;
    assert.ok(readFileSync(logFile(), "utf8").endsWith(`${cache()} yes undefined\n`));
  });

  it("shows the last lines, the log and how to go on when a program fails", async () => {
    const [program, args] = node(
      "for (let i = 1; i <= 20; i++) console.log('line ' + i); process.exitCode = 3",
    );
    const error = await fails(run(({ run: start }) => start(program, [...args])));
    assert.deepEqual(error.replace(/after \d+ ms/, "after 5 ms").split("\n"), [
      `MinIO failed after 5 ms: "${program}" exited with 3`,
      "last lines of its log:",
      ...Array.from({ length: 15 }, (_, index) => `  line ${index + 6}`),
      `log: ${logFile()}`,
      "to go on: run the same command again: what was downloaded or built so far is kept",
    ]);
  });

  it("names a program that is not installed, and the way to go on that it was given", async () => {
    const error = await fails(run(({ run: start }) => start("no-such-program", ["--version"]), "install it"));
    assert.match(error, /: "no-such-program" is not installed or not on PATH\n/);
    assert.match(error, /\nto go on: install it$/);
  });

  it("keeps credentials in addresses out of log and message", async () => {
    const line = "GET https://robot:hunter2@proxy.example.org/x: refused, see https://example.org/a@b";
    const error = await fails(
      run(async ({ log }) => {
        log(line);
        throw new Error(line);
      }),
    );
    const clean = "GET https://***@proxy.example.org/x: refused, see https://example.org/a@b";
    assert.equal(readFileSync(logFile(), "utf8"), `${clean}\n`);
    assert.ok(!error.includes("hunter2"));
    assert.equal(error.split(clean).length, 3);
  });

  it("says when a program was ended by a signal", async () => {
    const [program, args] = node("process.kill(process.pid, 'SIGTERM')");
    const error = await fails(run(({ run: start }) => start(program, [...args])));
    assert.match(error, /was ended by SIGTERM\n/);
  });
});

async function fails(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return (error as Error).message;
  }
  throw new assert.AssertionError({ message: "the step did not fail" });
}
