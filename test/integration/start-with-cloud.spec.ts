import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { runOverSsh } from "../../sandbox/clients/ssh";
import { Deployment } from "../../sandbox/deployment";
import { down } from "../../sandbox/down";
import { projectRoot, provide } from "../../sandbox/engine";
import { engineEnvironment } from "../../sandbox/engine-environment";
import { sandboxFolder } from "../../sandbox/folder";
import { kubernetesPrograms } from "../../sandbox/kubernetes";
import { kubernetesFolder } from "../../sandbox/kubernetes/folder";
import type { Standing } from "../../sandbox/standing";
import { ensurePrograms } from "../../sandbox/up";
import { CloudClient } from "../support/cloud-client";
import { StoreAdministrator } from "../support/store-administrator";
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

  it("says what runs", async () => {
    assert.match(
      (await spe("status")).stdout,
      /^ {2}Keycloak +runs at .*\n {2}MinIO +runs at .*\n {2}OpenStack +runs at .*\n {2}Kubernetes +runs at .*\n {2}KKP's stand-in +runs at .*\n {2}environment +stack "local", /,
    );
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
    assert.match((await spe("logs", "kubelet")).stdout, /kubelet/);
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
    const stopped = await spe("status").catch((error: { code: number; stdout: string }) => error);
    assert.equal((stopped as { code: number }).code, 1);
    assert.equal(stopped.stdout.match(/ does not run\n/g)?.length, 5, stopped.stdout);
    const again = await start();
    assert.deepEqual(Object.keys(again.changes), ["same"]);
    assert.deepEqual(failures(again), []);
    assert.deepEqual(again.cloud, standing.cloud);
  });

  it("is found as it was made by a refresh, and is the same and allowed after it", async () => {
    const deployment = await opened();
    assert.deepEqual(Object.keys((await deployment.refresh()).changes), ["same"]);
    const { changes, violations } = await deployment.preview();
    assert.deepEqual([Object.keys(changes), violations], [["same"], []]);
  });

  it("is taken away by the engine, from cloud and cluster but for the address to keep", async () => {
    const { sandbox, storage } = standing;
    const administrator = new StoreAdministrator({ sandbox, ca: readFileSync(sandbox.caFile, "utf8") });
    for (const bucket of Object.values(storage.buckets)) await administrator.emptyBucket(bucket);
    await administrator.close();
    const deployment = await opened();
    deployment.unprotect();
    await deployment.destroy();
    assert.deepEqual(await deployment.outputs(), {});
    assert.deepEqual(await leftInCloud(), [standing.kubernetes?.tasks?.address]);
    const kubectl = join(await provide(kubernetesPrograms()), "kubectl");
    const { adminKubeconfig } = kubernetesFolder(folder.kubernetes);
    const kinds = "namespaces,clusterroles,clusterrolebindings,validatingadmissionpolicies";
    const objects = ["get", kinds, "--output=name"];
    const { stdout } = await promisify(execFile)(kubectl, [`--kubeconfig=${adminKubeconfig}`, ...objects]);
    assert.match(stdout, /^namespace\/kube-system$/m);
    assert.doesNotMatch(stdout, /heart/);
  });

  const opened = async (): Promise<Deployment> => {
    const { engine } = await ensurePrograms({ cloud: true, cluster: true });
    return Deployment.open(standing.sandbox, engineEnvironment(engine, stateDir));
  };

  /** Names and addresses of what the environment's project in the cloud has, beside what every project has. */
  async function leftInCloud(): Promise<unknown[]> {
    const { cloud, caFile } = standing.sandbox;
    assert.ok(cloud);
    const { id: credentialId, secretFile } = cloud.credential;
    const identity = { credentialId, secret: readFileSync(secretFile, "utf8") };
    const client = await CloudClient.login(cloud.authUrl, readFileSync(caFile, "utf8"), identity);
    const own = `project_id=${client.projectId}`;
    const found = await Promise.all([
      ...["networks", "routers", "ports", "floatingips", "security-groups"].map((kind) =>
        client.list("network", `/v2.0/${kind}?${own}`),
      ),
      client.list("load-balancer", "/v2/lbaas/loadbalancers"),
      ...["servers", "os-keypairs", "os-server-groups"].map((kind) => client.list("compute", `/${kind}`)),
      client.list("volumev3", "/volumes"),
    ]);
    await client.close();
    return found
      .flat()
      .map((it) => it.floating_ip_address ?? it.name ?? it.id)
      .filter((name) => name !== "default");
  }

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
