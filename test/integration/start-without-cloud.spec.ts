import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { controlPlanePrograms } from "../../sandbox/control-plane";
import { partNames } from "../../sandbox/control-plane/start";
import { Deployment } from "../../sandbox/deployment";
import { down } from "../../sandbox/down";
import { ensureEngine, projectRoot } from "../../sandbox/engine";
import { engineEnvironment } from "../../sandbox/engine-environment";
import { sandboxFolder } from "../../sandbox/folder";
import { environmentOutputs } from "../../sandbox/plain-outputs";
import type { Ports } from "../../sandbox/ports";
import { writePrivateFile } from "../../sandbox/private-file";
import type { Standing } from "../../sandbox/standing";
import { runningOf } from "../support/process-list";
import { stateDir } from "../support/test-sandbox";

/** Time for a `before` that may have to build Kubernetes. */
const buildTimeout = 20 * 60_000;

const isRoot = process.getuid?.() === 0;

/** A command without any of root's capabilities; what remains of root are its files. */
const withoutRoot = (command: string[]): [string, string[]] => {
  const [program = "", ...args] = isRoot
    ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all", ...command]
    : command;
  return [program, args];
};

/** The fallback as a person meets it: `npm start` where the machine can have no cloud. */
describe("npm start where the machine can have no cloud", function () {
  this.timeout(5 * 60_000);
  const root = join(stateDir, "without-root");
  const folder = sandboxFolder(root);
  const options = { cwd: projectRoot, env: { ...process.env, SPE_SANDBOX: root } };
  const cli = [
    process.execPath,
    join(projectRoot, "sandbox/engine/bootstrap.js"),
    join(projectRoot, "sandbox/cli.ts"),
  ];
  const spe = (...args: string[]) =>
    promisify(execFile)(...withoutRoot([...cli, ...args]), { ...options, maxBuffer: 1 << 24 });
  let standing: Standing;
  const kubectl = async (...args: string[]): Promise<string> => {
    const program = join((await controlPlanePrograms()).kubernetes, "kubectl");
    const options = [`--kubeconfig=${standing.sandbox.controlPlane?.kubeconfigFile}`, ...args];
    return (await promisify(execFile)(program, options)).stdout;
  };

  before(async function () {
    this.timeout(buildTimeout);
    await controlPlanePrograms();
    await ensureEngine(["kubernetes"]);
  });
  after(() => down(root));

  it("says why, and which proofs that leaves out, and the rest holds", async () => {
    const { stdout, stderr } = await spe("--json");
    standing = JSON.parse(stdout) as Standing;
    assert.match(stderr, /this machine cannot have the sandbox's cloud; going on without it:\n {2}\w/);
    assert.match(
      stderr,
      /Kubernetes without root: .*; left out: machines, balancers, network policies' packets, tasks that run\n/,
    );
    assert.deepEqual(
      standing.proofs.filter(({ failure }) => failure !== undefined),
      [],
    );
    assert.deepEqual(
      standing.proofs.slice(7).map(({ claim }) => claim),
      [
        "alice lists the pods of heart-tasks by her own login",
        "without a token nobody does",
        "she reads no secrets there, and nothing of another namespace",
        "a privileged pod is refused there, even to the cluster's administrator",
        "a plain pod gets a node and is said to run",
      ],
    );
    assert.equal(standing.kubernetes?.apiEndpoint, standing.sandbox.controlPlane?.apiUrl);
    assert.equal(standing.kubernetes?.tasks, undefined);
  });

  it("needs nothing of root, and is reached from this machine alone", async () => {
    const servers = partNames.map((name) => {
      const mark = readFileSync(join(folder.controlPlane, "servers", name, "process"), "utf8");
      const limit = Number.parseInt(mark, 10); // `timeout`, whose child the server is
      return Number.parseInt(readFileSync(`/proc/${limit}/task/${limit}/children`, "utf8"), 10);
    });
    const capabilities = servers.map((pid) =>
      /^CapEff:\t(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]?.replace(/^0+$/, "none"),
    );
    assert.deepEqual(
      capabilities,
      servers.map(() => "none"),
    );
    const namespaces = ["net", "mnt", "pid"].flatMap((kind) =>
      servers.map((pid) => readlinkSync(`/proc/${pid}/ns/${kind}`)),
    );
    const own = ["net", "mnt", "pid"].map((kind) => readlinkSync(`/proc/self/ns/${kind}`));
    assert.deepEqual([...new Set(namespaces)].sort(), own.sort());
    const { stdout } = await promisify(execFile)("ss", ["-Hltnp"]);
    const listening = stdout
      .split("\n")
      .filter((line) => servers.some((pid) => line.includes(`pid=${pid},`)))
      .map((line) => line.trim().split(/\s+/)[3] ?? "");
    const { kubernetes, etcd, etcdPeers } = JSON.parse(readFileSync(folder.ports, "utf8")) as Ports;
    assert.deepEqual(
      listening.sort(),
      [kubernetes, etcd, etcdPeers].map((port) => `127.0.0.1:${port}`).sort(),
    );
  });

  it("changes nothing the second time, nor after a stop, and keeps what is there", async () => {
    const again = async () => JSON.parse((await spe("--json")).stdout) as Standing;
    const second = await again();
    assert.deepEqual(Object.keys(second.changes), ["same"]);
    assert.match((await spe("stop")).stdout, /^stopped Kubernetes without root and MinIO and Keycloak\n$/);
    assert.deepEqual(runningOf(root), []);
    const third = await again();
    assert.deepEqual(Object.keys(third.changes), ["same"]);
    assert.deepEqual(
      [...second.proofs, ...third.proofs].filter(({ failure }) => failure !== undefined),
      [],
    );
  });

  it("finds out that a namespace lets in too much, and too few", async () => {
    const bound = "rolebinding/researcher";
    const before = await kubectl("--namespace=heart-tasks", "get", bound, "--output=json");
    await kubectl("label", "namespace", "heart-tasks", "pod-security.kubernetes.io/enforce-");
    await kubectl("--namespace=heart-tasks", "delete", bound);
    const failed = await spe("--json").catch((error: { code: number; stdout: string }) => error);
    assert.equal((failed as { code: number }).code, 1);
    const { proofs } = JSON.parse(failed.stdout) as Standing;
    assert.deepEqual(
      proofs.filter(({ failure }) => failure !== undefined).map(({ claim }) => claim),
      [
        "alice lists the pods of heart-tasks by her own login",
        "a privileged pod is refused there, even to the cluster's administrator",
      ],
    );
    const { metadata, ...rest } = JSON.parse(before);
    const { resourceVersion, uid, creationTimestamp, ...kept } = metadata;
    const file = join(root, "binding.json");
    await writePrivateFile(file, JSON.stringify({ ...rest, metadata: kept }));
    await kubectl("create", `--filename=${file}`);
    await kubectl("label", "namespace", "heart-tasks", "pod-security.kubernetes.io/enforce=restricted");
  });

  it("is refused without a cloud by wish, as its namespace would stay behind", async () => {
    const refused = await spe("--no-cloud").catch((error: { code: number; stderr: string }) => error);
    assert.equal((refused as { code: number }).code, 1);
    assert.match(refused.stderr, /has a Kubernetes without root .*; begin anew: npm start -- down\n$/);
  });

  it("is taken away by the engine, and the namespace goes with it", async () => {
    const { sandbox } = standing;
    const deployment = await Deployment.open(
      sandbox,
      engineEnvironment(await ensureEngine(["kubernetes"]), root),
    );
    assert.equal((await environmentOutputs(deployment)).kubernetes?.namespace, "heart-tasks");
    deployment.unprotect();
    await deployment.destroy();
    const namespaces = await kubectl("get", "namespaces", "--output=name");
    assert.ok(/^namespace\/kube-system$/m.test(namespaces) && !namespaces.includes("heart"), namespaces);
  });

  it("leaves no process and no file behind", async () => {
    await spe("down");
    assert.deepEqual(runningOf(root), []);
    assert.ok(!existsSync(root));
  });
});
