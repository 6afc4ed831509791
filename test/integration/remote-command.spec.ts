import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { remote, type types } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { type Engine, ensureEngine } from "../../sandbox/engine";
import { InlineStack } from "../support/inline-stack";
import { isRunning } from "../support/process-list";
import { makeKey, SshServer, sshServerProblem } from "../support/ssh-server";

/** With the real engine and OpenSSH's server on loopback; passwords and agents are not tried. */
describe("a command on another machine", function () {
  this.timeout(60_000);
  let engine: Engine;
  let serverDirectory: string;
  let server: SshServer;
  let directory: string;
  let stack: InlineStack;
  const path = (name: string) => join(directory, name);
  const connection = (): types.input.remote.ConnectionArgs => ({
    host: "127.0.0.1",
    port: server.port,
    user: server.user,
    privateKey: server.privateKey,
    hostKey: server.hostKey,
  });
  const program =
    (args: Omit<remote.CommandArgs, "connection">, to = connection()) =>
    async () => ({ stdout: new remote.Command("command", { connection: to, ...args }).stdout });

  before(async function () {
    this.timeout(20 * 60_000); // where nothing is in the cache, engine and plugin are built first
    const problem = await sshServerProblem();
    if (problem !== undefined) {
      console.log(`      skipped: ${problem}`);
      this.skip();
    }
    engine = await ensureEngine(["command"]);
    serverDirectory = mkdtempSync(join(tmpdir(), "spe-sshd-"));
    server = await SshServer.start(serverDirectory);
  });

  after(() => {
    server?.stop();
    if (serverDirectory) rmSync(serverDirectory, { recursive: true });
  });

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "spe-remote-"));
    stack = await InlineStack.create(engine, directory);
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it("runs through SSH at creation, change and deletion", async () => {
    const args = {
      create: "echo $SPE_WHO; cat",
      delete: `echo gone > ${path("log")}`,
      environment: { SPE_WHO: "alice" },
      stdin: "typed\n",
    };
    const created = await stack.up(program(args));
    assert.deepEqual(created.changes, { create: 2 });
    assert.deepEqual(created.outputs.stdout, { value: "alice\ntyped", secret: false });
    assert.deepEqual((await stack.preview(program(args))).changes, { same: 2 });
    const updated = await stack.up(program({ ...args, update: "echo changed" }));
    assert.deepEqual(updated.changes, { update: 1, same: 1 });
    assert.equal(updated.outputs.stdout?.value, "changed");
    await stack.destroy();
    assert.equal(readFileSync(path("log"), "utf8"), "gone\n");
  });

  it("keeps the connection and secret inputs out of state and log", async function () {
    // once in four runs of everything, beside another suite, the engine told of no output at all; nobody knows yet why
    this.retries(1);
    const args = { create: "cat", stdin: pulumi.secret("marker"), logging: "none" as const };
    const { outputs, log } = await stack.up(program(args));
    assert.deepEqual(outputs.stdout, { value: "marker", secret: true });
    assert.doesNotMatch(stack.stateFile() + log, /marker|PRIVATE KEY/);
  });

  it("refuses a host with another key at once, and sends it nothing", async () => {
    makeKey(path("other"));
    const hostKey = readFileSync(path("other.pub"), "utf8");
    const wrong = program({ create: `touch ${path("ran")}` }, { ...connection(), hostKey });
    await assert.rejects(stack.up(wrong), /host key is SHA256:\S+, expected SHA256:\S+ \(attempt 1\)/);
    assert.equal(existsSync(path("ran")), false);
  });

  it("warns where no host key is given", async () => {
    const { log } = await stack.up(program({ create: "true" }, { ...connection(), hostKey: undefined }));
    assert.match(log, /the host key of 127.0.0.1 is not checked: set connection.hostKey/);
  });

  it("fails with what the command printed", async () => {
    const failing = program({ create: "echo no such queue >&2; exit 4" });
    await assert.rejects(
      stack.up(failing),
      /command failed: Process exited with status 4\s+stderr:\s+no such queue/,
    );
  });

  it("fails where the server refuses a variable", async () => {
    const refused = program({ create: "true", environment: { OTHER: "x" } });
    await assert.rejects(stack.up(refused), /the server refuses the variable OTHER: allow it by AcceptEnv/);
  });

  it("gives up with the last error when the limit of attempts is reached", async () => {
    makeKey(path("stranger"));
    const privateKey = readFileSync(path("stranger"), "utf8");
    const refused = program({ create: "true" }, { ...connection(), privateKey, dialErrorLimit: 1 });
    await assert.rejects(stack.up(refused), /cannot connect: .*unable to authenticate.* \(attempt 2\)/);
  });

  // It tells the server to end the command, which OpenSSH does for everyone but root; that is not tried.
  it("is no longer waited for when the update is interrupted", async () => {
    const abort = new AbortController();
    const run = stack.up(program({ create: `echo $$ > ${path("pid")}; exec sleep 619` }), {
      signal: abort.signal,
    });
    while (!existsSync(path("pid")) || readFileSync(path("pid"), "utf8") === "") await sleep(50);
    const pid = Number(readFileSync(path("pid"), "utf8"));
    abort.abort();
    await assert.rejects(run);
    if (isRunning(String(pid))) process.kill(pid);
  });

  it("goes through a proxy, whose key is checked too", async () => {
    const through = (proxy: types.input.remote.ProxyConnectionArgs) =>
      program({ create: "echo $SSH_CONNECTION" }, { ...connection(), proxy });
    const { outputs } = await stack.up(through(connection()));
    assert.match(outputs.stdout?.value, /^127\.0\.0\.1 /);
    makeKey(path("other"));
    const hostKey = readFileSync(path("other.pub"), "utf8");
    await assert.rejects(
      stack.up(through({ ...connection(), hostKey })),
      /proxy host "127.0.0.1": .*host key is/,
    );
  });

  it("copies text, files and folders, and again when they change", async () => {
    mkdirSync(path("tree/deep"), { recursive: true });
    writeFileSync(path("tree/deep/leaf.txt"), "one");
    mkdirSync(path("existing"));
    const copies = async () => {
      const copy = (name: string, source: remote.CopyToRemoteArgs["source"], remotePath: string) =>
        new remote.CopyToRemote(name, { connection: connection(), source, remotePath: path(remotePath) });
      copy("text", new pulumi.asset.StringAsset("hello"), "made/for/it.txt");
      copy("file", new pulumi.asset.FileAsset(path("tree/deep/leaf.txt")), "existing");
      copy("tree", new pulumi.asset.FileArchive(path("tree")), "copies");
    };
    const read = (name: string) => readFileSync(path(name), "utf8");
    assert.deepEqual((await stack.up(copies)).changes, { create: 4 });
    assert.equal(read("made/for/it.txt"), "hello");
    assert.equal(read("existing/leaf.txt"), "one");
    assert.equal(read("copies/tree/deep/leaf.txt"), "one");
    assert.deepEqual((await stack.preview(copies)).changes, { same: 4 });
    writeFileSync(path("tree/deep/leaf.txt"), "two");
    assert.deepEqual((await stack.up(copies)).changes, { update: 2, same: 2 });
    assert.equal(read("copies/tree/deep/leaf.txt"), "two");
  });

  it("does not copy text onto a directory", async () => {
    const wrong = async () => {
      const source = new pulumi.asset.StringAsset("hello");
      new remote.CopyToRemote("text", { connection: connection(), source, remotePath: directory });
    };
    await assert.rejects(stack.up(wrong), /is a directory: a StringAsset needs the path of a file/);
  });
});
