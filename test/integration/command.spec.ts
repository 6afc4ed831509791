import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { type Engine, ensureEngine } from "../../sandbox/engine";
import { InlineStack } from "../support/inline-stack";
import { isRunning, processes } from "../support/process-list";

/** All of these run with the real engine. That the official plugin does the same is not shown here. */
describe("a command on this machine", function () {
  this.timeout(60_000);
  let engine: Engine;
  let directory: string;
  let stack: InlineStack;
  const path = (name: string) => join(directory, name);
  const lines = (name: string) => readFileSync(path(name), "utf8").trimEnd().split("\n");
  const program = (args: local.CommandArgs) => async () => {
    const command = new local.Command("command", args);
    return { stdout: command.stdout, stderr: command.stderr };
  };

  before(async function () {
    this.timeout(20 * 60_000); // where nothing is in the cache, engine and plugin are built first
    engine = await ensureEngine(["command"]);
  });

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "spe-command-"));
    stack = await InlineStack.create(engine, directory);
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it("runs once, with its folder, environment, interpreter and input, and gives what was printed", async () => {
    mkdirSync(path("in"));
    const args = {
      create: "pwd; echo $WHO; cat; echo careful >&2; echo run >> runs",
      dir: path("in"),
      environment: { WHO: "alice" },
      interpreter: ["/bin/sh", "-e", "-c"],
      stdin: "typed\n",
    };
    const { changes, outputs, log } = await stack.up(program(args));
    assert.deepEqual(changes, { create: 2 });
    assert.deepEqual(outputs, {
      stdout: { value: `${path("in")}\nalice\ntyped`, secret: false },
      stderr: { value: "careful", secret: false },
    });
    assert.match(log, /alice/);
    assert.match(log, /careful/);
    assert.deepEqual((await stack.preview(program(args))).changes, { same: 2 });
    assert.deepEqual((await stack.up(program(args))).changes, { same: 2 });
    assert.deepEqual(lines("in/runs"), ["run"]);
  });

  it("runs the update command after a change, with the output of the previous one", async () => {
    const update = 'echo "$PULUMI_COMMAND_STDOUT and $PULUMI_COMMAND_STDERR, then $N"';
    const args = { create: "echo first; echo odd >&2", update, environment: { N: "1" } };
    await stack.up(program(args));
    const changed = program({ ...args, environment: { N: "2" } });
    const { changes, outputs } = await stack.up(changed);
    assert.deepEqual(changes, { update: 1, same: 1 });
    assert.equal(outputs.stdout?.value, "first and odd, then 2");
    const unasked = program({ ...args, environment: { N: "3" }, addPreviousOutputInEnv: false });
    assert.equal((await stack.up(unasked)).outputs.stdout?.value, " and , then 3");
  });

  it("runs the create command after a change where there is no other", async () => {
    await stack.up(program({ create: "echo one" }));
    const { changes, outputs } = await stack.up(program({ create: "echo two" }));
    assert.deepEqual(changes, { update: 1, same: 1 });
    assert.equal(outputs.stdout?.value, "two");
  });

  it("is replaced when a trigger changes, even with an update command: the SDK asks the engine to", async () => {
    const args = (trigger: string) =>
      program({
        create: `echo create ${trigger} >> ${path("log")}`,
        update: `echo update >> ${path("log")}`,
        delete: `echo delete >> ${path("log")}`,
        triggers: [new pulumi.asset.StringAsset("fixed"), { nested: trigger }],
      });
    await stack.up(args("a"));
    assert.deepEqual((await stack.preview(args("a"))).changes, { same: 2 });
    assert.deepEqual((await stack.up(args("b"))).changes, { replace: 1, same: 1 });
    assert.deepEqual(lines("log"), ["create a", "create b", "delete"]);
  });

  it("runs the delete command at the end, with the output of the last one", async () => {
    const remove = `echo "gone: $PULUMI_COMMAND_STDOUT" > ${path("log")}`;
    await stack.up(program({ create: "echo id-17", delete: remove }));
    await stack.destroy();
    assert.deepEqual(lines("log"), ["gone: id-17"]);
  });

  it("keeps secrets out of argv, state and log", async () => {
    const args = {
      create: `echo "$TOKEN"; cat; touch ${path("ready")}; while [ ! -e ${path("go")} ]; do sleep 0.05; done`,
      environment: { TOKEN: pulumi.secret("marker-one") },
      stdin: pulumi.secret("marker-two"),
      logging: "none" as const,
    };
    const run = stack.up(program(args));
    while (!existsSync(path("ready"))) await sleep(50);
    const [argv, environments] = [processes("cmdline"), processes("environ")];
    writeFileSync(path("go"), "");
    const { outputs, log } = await run;
    assert.deepEqual(
      argv.filter((text) => /marker-(one|two)/.test(text)),
      [],
    );
    // It was there to be seen, and it was only there.
    assert.ok(environments.some((text) => text.includes("TOKEN=marker-one")));
    assert.deepEqual(outputs.stdout, { value: "marker-one\nmarker-two", secret: true });
    assert.doesNotMatch(stack.stateFile(), /marker/);
    assert.doesNotMatch(log, /marker/);
  });

  it("fails with what it printed, and is not in the state", async () => {
    await assert.rejects(
      stack.up(program({ create: "echo working; echo no such bucket >&2; exit 3" })),
      (error) => {
        assert.match(
          String(error),
          /command failed: exit status 3\s+stderr:\s+no such bucket\s+stdout:\s+working/,
        );
        return true;
      },
    );
    assert.doesNotMatch(stack.stateFile(), /command:local:Command/);
  });

  it("fails without what it printed where that may not be logged", async () => {
    const failing = program({ create: "echo marker >&2; exit 3", logging: "none" });
    await assert.rejects(stack.up(failing), (error) => {
      assert.match(String(error), /exit status 3\s+stderr is not shown because logging is "none"/);
      assert.doesNotMatch(String(error), /marker\n/);
      return true;
    });
  });

  it("keeps its earlier state when an update fails, and runs again", async () => {
    await stack.up(program({ create: "echo one" }));
    await assert.rejects(stack.up(program({ create: "exit 1" })), /exit status 1/);
    const { changes, outputs } = await stack.up(program({ create: "echo two" }));
    assert.deepEqual(changes, { update: 1, same: 1 });
    assert.equal(outputs.stdout?.value, "two");
  });

  it("is ended, with what it started, when the update is interrupted", async () => {
    const create = `sleep 613 & echo $! > ${path("pid")}; echo started; wait`;
    const abort = new AbortController();
    const run = stack.up(program({ create }), { signal: abort.signal });
    while (!existsSync(path("pid")) || readFileSync(path("pid"), "utf8") === "") await sleep(50);
    abort.abort();
    await assert.rejects(run);
    const pid = readFileSync(path("pid"), "utf8").trim();
    for (let tries = 0; isRunning(pid) && tries < 100; tries++) await sleep(100);
    assert.equal(isRunning(pid), false);
  });

  it("does not wait for ever for a background process that keeps its output open", async () => {
    const create = `sleep 617 & echo $! > ${path("pid")}; echo done`;
    try {
      const { outputs, log } = await stack.up(program({ create }));
      assert.equal(outputs.stdout?.value, "done");
      assert.match(log, /redirect the output of background processes/);
    } finally {
      process.kill(Number(readFileSync(path("pid"), "utf8")));
    }
  });

  it("gives files as assets and as an archive that others can depend on", async () => {
    mkdirSync(path("src"));
    for (const file of ["src/index.js", "src/secret.js", "note.txt"]) writeFileSync(path(file), file);
    const twoCommands = async () => {
      const build = new local.Command("build", {
        create: "echo built > note.txt",
        dir: directory,
        assetPaths: ["*.txt", "src/**.js", "!**secret.*"],
        archivePaths: ["src/**"],
      });
      const after = new local.Command("after", { create: "echo after", triggers: [build.archive] });
      return {
        assets: build.assets.apply((assets) => Object.keys(assets ?? {}).sort()),
        after: after.stdout,
      };
    };
    const { outputs, changes } = await stack.up(twoCommands);
    assert.deepEqual(changes, { create: 3 });
    assert.deepEqual(outputs.assets?.value, ["note.txt", "src/index.js"]);
    assert.deepEqual((await stack.preview(twoCommands)).changes, { same: 3 });
  });

  it("runs at each preview and update as a function", async () => {
    const run = async () => ({
      stdout: local.runOutput({ command: `echo x >> ${path("log")}; echo hi` }).stdout,
    });
    await stack.preview(run);
    assert.deepEqual(lines("log"), ["x"]);
    assert.equal((await stack.up(run)).outputs.stdout?.value, "hi");
  });

  it("is refused by the preview with a logging that does not exist", async () => {
    const wrong = program({ create: "true", logging: "all" as local.CommandArgs["logging"] });
    await assert.rejects(
      stack.preview(wrong),
      /logging value {all} has a problem: must be stdout, stderr, stdoutAndStderr or none/,
    );
  });

  it("fails where its folder does not exist", async () => {
    await assert.rejects(
      stack.up(program({ create: "true", dir: path("nowhere") })),
      /dir: stat .*nowhere: no such file/,
    );
  });
});
