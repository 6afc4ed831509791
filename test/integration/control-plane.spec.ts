import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Agent, fetch } from "undici";
import { ensureCertificates } from "../../sandbox/certificates";
import {
  admitPeople,
  type ControlPlane,
  controlPlanePrograms,
  ensureControlPlane,
  stopControlPlane,
} from "../../sandbox/control-plane";
import { partNames } from "../../sandbox/control-plane/start";
import { Deployment } from "../../sandbox/deployment";
import { down } from "../../sandbox/down";
import { ensureEngine, projectRoot } from "../../sandbox/engine";
import { engineEnvironment } from "../../sandbox/engine-environment";
import { sandboxFolder } from "../../sandbox/folder";
import { environmentOutputs } from "../../sandbox/plain-outputs";
import type { Ports } from "../../sandbox/ports";
import { privateDirectory, writePrivateFile } from "../../sandbox/private-file";
import type { Standing } from "../../sandbox/standing";
import { type OidcIssuer, startOidcIssuer } from "../support/oidc-issuer";
import { processes } from "../support/process-list";
import { ports, stateDir } from "../support/test-sandbox";

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

/** What runs of a sandbox, by the paths in its command lines. */
const running = (folder: string): string[] =>
  processes("cmdline").filter((line) => line.includes(`${folder}/`) && !line.startsWith("timeout"));

/**
 * The Kubernetes that needs no root, for real: its API server is every cluster's, so what it says of people, rights and pods
 * counts. That a pod works, and what a packet does, is not proved here: nothing runs on its nodes.
 */
describe("the Kubernetes without root", function () {
  this.timeout(3 * 60_000);
  const root = join(stateDir, "control-plane-alone");
  const folder = sandboxFolder(root);
  let cluster: ControlPlane;
  let program: string;
  let agent: Agent;

  const kubectl = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)(program, [`--kubeconfig=${cluster.kubeconfigFile}`, ...args])).stdout.trim();
  const lines = async (...args: string[]): Promise<string[]> =>
    (await kubectl(...args)).split("\n").filter(Boolean);
  const ask = async (path: string, token?: string): Promise<number> =>
    (
      await fetch(`${cluster.apiUrl}${path}`, {
        dispatcher: agent,
        headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      })
    ).status;

  before(async function () {
    this.timeout(buildTimeout);
    program = join((await controlPlanePrograms()).kubernetes, "kubectl");
    await privateDirectory(root);
    await ensureCertificates(folder);
    cluster = await ensureControlPlane(folder, ports, { nodes: 20 });
    agent = new Agent({ connect: { ca: readFileSync(cluster.caFile) } });
  });
  after(async () => {
    await agent?.close();
    await down(root);
  });

  it("has as many nodes as are wanted, all ready", async () => {
    const conditions = '{range .items[*]}{.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}';
    assert.deepEqual(
      await lines("get", "nodes", `--output=jsonpath=${conditions}`),
      Array.from({ length: 20 }, () => "True"),
    );
  });

  it("spreads a hundred pods over them, which are said to run", async () => {
    await kubectl("create", "deployment", "many", "--image=localhost/none", "--replicas=100");
    await kubectl("rollout", "status", "deployment/many", "--timeout=60s");
    const nodes = await lines(
      ...["get", "pods", "--selector=app=many", "--field-selector=status.phase=Running"],
      '--output=jsonpath={range .items[*]}{.spec.nodeName}{"\\n"}{end}',
    );
    assert.deepEqual([nodes.length, new Set(nodes).size], [100, 20]);
  });

  it("ends pods of jobs by itself, and others when they are to go", async () => {
    await kubectl("create", "job", "one", "--image=localhost/none");
    await kubectl("wait", "job/one", "--for=condition=Complete", "--timeout=30s");
    await kubectl("scale", "deployment/many", "--replicas=3");
    await kubectl("wait", "deployment/many", "--for=jsonpath={.status.replicas}=3", "--timeout=30s");
    for (
      let left = 100;
      (await lines("get", "pods", "--selector=app=many", "--output=name")).length > 3;
      left--
    )
      assert.ok(left > 0, "its pods do not go");
  });

  it("takes the tokens of an issuer from when it is trusted, and no other's", async () => {
    const tls = {
      cert: readFileSync(folder.tls.certificate, "utf8"),
      key: readFileSync(folder.tls.key, "utf8"),
    };
    const issuers: OidcIssuer[] = [await startOidcIssuer(tls), await startOidcIssuer(tls)];
    try {
      const [known, unknown] = issuers as [OidcIssuer, OidcIssuer];
      const claims = { sub: "rita", aud: "kube", groups: ["/heart/researchers"] };
      const rita = await known.token(claims);
      const path = "/api/v1/namespaces/default/pods";
      assert.equal(await ask(path, rita), 401);
      await admitPeople(folder, {
        issuer: known.issuer,
        clientId: "kube",
        prefix: "oidc:heart:",
        certificateAuthority: readFileSync(folder.tls.caCertificate, "utf8"),
      });
      assert.equal(await ask(path, rita), 403); // she is known, and has no rights yet
      await kubectl(
        ...["create", "rolebinding", "researchers", "--clusterrole=view"],
        "--group=oidc:heart:/heart/researchers",
      );
      const refused = [
        await known.token({ ...claims, aud: "other" }),
        await known.token(claims, -60),
        await unknown.token(claims),
        `${rita.slice(0, -6)}AAAAAA`,
        undefined,
      ];
      assert.deepEqual(
        [await ask(path, rita), ...(await Promise.all(refused.map((token) => ask(path, token))))],
        [200, 401, 401, 401, 401, 401],
      );
      const master = await known.token({ ...claims, groups: ["system:masters"] });
      assert.deepEqual([await ask(path, master), await ask("/api/v1/nodes", master)], [403, 403]);
    } finally {
      await Promise.all(issuers.map((issuer) => issuer.close()));
    }
  });

  it("judges pods by the standard that a namespace names", async () => {
    await kubectl("label", "namespace", "default", "pod-security.kubernetes.io/enforce=baseline");
    const run = (...overrides: string[]) =>
      kubectl("run", "judged", "--image=localhost/none", "--dry-run=server", ...overrides);
    await assert.rejects(run("--privileged"), /violates PodSecurity "baseline:latest"/);
    await run();
  });

  it("goes on with what it keeps after a stop, also when it is started with fewer nodes", async () => {
    const before = await lines("get", "nodes,deployments", "--output=name");
    assert.equal(await stopControlPlane(folder), true);
    assert.deepEqual(running(root), []);
    assert.equal(await stopControlPlane(folder), false);
    assert.deepEqual(await ensureControlPlane(folder, ports), cluster);
    assert.deepEqual(await lines("get", "nodes,deployments", "--output=name"), before);
    await kubectl("scale", "deployment/many", "--replicas=5");
    await kubectl("rollout", "status", "deployment/many", "--timeout=60s");
  });

  it("starts what of it was killed", async () => {
    const mark = join(folder.controlPlane, "servers", "kwok", "process");
    process.kill(-Number.parseInt(readFileSync(mark, "utf8"), 10), "SIGKILL");
    await ensureControlPlane(folder, ports);
    await kubectl("run", "late", "--image=localhost/none");
    await kubectl("wait", "pod/late", "--for=condition=Ready", "--timeout=30s");
  });
});

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
    assert.deepEqual(running(root), []);
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
    assert.deepEqual(running(root), []);
    assert.ok(!existsSync(root));
  });
});
