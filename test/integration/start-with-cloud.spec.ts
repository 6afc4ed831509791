import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { runOverSsh } from "../../sandbox/clients/ssh";
import { down } from "../../sandbox/down";
import { projectRoot } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import type { Standing } from "../../sandbox/standing";
import { cloudTimeout, skipWithoutCloud } from "../support/test-cloud";

/** `npm start` as a person types it, on a machine that can have the cloud: the whole environment, machines included. */
describe("npm start with a cloud", function () {
  this.timeout(cloudTimeout);
  const stateDir = join(projectRoot, ".spe", "tests", String(process.pid), "start-with-cloud");
  const folder = sandboxFolder(stateDir);
  const command = [join(projectRoot, "sandbox/engine/bootstrap.js"), "sandbox/cli.ts"];
  const options = { cwd: projectRoot, env: { ...process.env, SPE_SANDBOX: stateDir } };
  const spe = (...args: string[]) => promisify(execFile)("node", [...command, ...args], options);
  const start = async (): Promise<Standing> => JSON.parse((await spe("--json")).stdout);
  const failures = ({ proofs }: Standing) => proofs.filter(({ failure }) => failure !== undefined);
  let standing: Standing;
  /** What the machine's namespaces and interfaces of this cloud begin with. */
  let prefix: string;

  before(function () {
    return skipWithoutCloud(this);
  });
  after(() => down(stateDir));

  it("makes the environment with its machines, and proves that they work and are closed", async () => {
    standing = await start();
    assert.deepEqual(failures(standing), []);
    assert.equal(standing.proofs.length, 17);
    assert.deepEqual(Object.keys(standing.cloud?.machines ?? {}), ["workbench"]);
    prefix = standing.sandbox.cloud?.namespace.replace(/cloud$/, "") ?? "";
    assert.match(prefix, /^spe\d+-$/);
    assert.ok(namespaces().length > 3);
  });

  it("changes nothing the second time", async () => {
    standing = await start();
    assert.deepEqual(Object.keys(standing.changes), ["same"]);
    assert.deepEqual(failures(standing), []);
  });

  it("does not leave out a cloud that has machines", async () => {
    const refused = await spe("--no-cloud").catch((error: { code: number; stderr: string }) => error);
    assert.equal((refused as { code: number }).code, 1);
    assert.match(
      refused.stderr,
      /has a cloud with machines of the environment; begin anew: npm start -- down/,
    );
  });

  it("opens a shell in a machine, and says which there are where one is not", async () => {
    const shell = (machine: string) =>
      execFileSync("node", [...command, "shell", machine], {
        ...options,
        input: "hostname\n",
        encoding: "utf8",
      });
    assert.equal(shell("heart-workbench"), "heart-workbench\n");
    assert.throws(
      () => shell("nobody"),
      /no machine "nobody" runs; those that do: heart-bastion, heart-workbench/,
    );
  });

  it("shows what a server said, and which servers there are", async () => {
    assert.match((await spe("logs", "nova")).stdout, /nova/);
    await assert.rejects(spe("logs", "swift"), /no server "swift"; there are keycloak, minio, .*nova/);
  });

  it("lets nobody from the internet reach a machine but through the bastion", async () => {
    const { cloud, sandbox } = standing;
    const { keys, namespace } = sandbox.cloud ?? {};
    assert.ok(cloud?.bastion && cloud.machines.workbench && keys && namespace);
    const alice = { user: "alice", privateKeyFile: keys.alice.privateKeyFile };
    const bastion = { ...cloud.bastion, ...alice };
    const machine = { ...cloud.machines.workbench, ...alice };
    assert.equal((await runOverSsh(machine, "true", bastion)).status, 0);
    assert.equal((await runOverSsh(machine, "true")).status, 255);
    // the bastion's ranges are this machine alone: from elsewhere in "the internet" its port does not answer
    const from = (where: string[]) => [
      ...where,
      "timeout",
      "5",
      "bash",
      "-c",
      `: < /dev/tcp/${bastion.address}/22`,
    ];
    const reach = ([program = "", ...args]: string[]) => promisify(execFile)(program, args);
    await reach(from(["env"]));
    await assert.rejects(reach(from(["ip", "netns", "exec", namespace])));
  });

  it("brings machines, addresses and mounts back after a stop", async () => {
    await spe("stop");
    assert.deepEqual(namespaces(), []);
    const again = await start();
    assert.deepEqual(Object.keys(again.changes), ["same"]);
    assert.deepEqual(failures(again), []);
    assert.deepEqual(again.cloud, standing.cloud);
  });

  it("leaves nothing of it behind", async () => {
    await spe("down");
    assert.deepEqual(namespaces(), []);
    assert.ok(!existsSync(folder.root));
    assert.ok(!readFileSync("/proc/mounts", "utf8").includes(stateDir));
    assert.ok(!execFileSync("losetup", ["--list", "--noheadings"], { encoding: "utf8" }).includes(stateDir));
    assert.ok(!execFileSync("ip", ["-br", "link"], { encoding: "utf8" }).includes(prefix));
  });

  const namespaces = (): string[] =>
    execFileSync("ip", ["netns", "list"], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.startsWith(prefix) && line !== "");
});
