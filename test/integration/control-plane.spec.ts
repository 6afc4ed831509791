import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
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
import { down } from "../../sandbox/down";
import { sandboxFolder } from "../../sandbox/folder";
import { privateDirectory } from "../../sandbox/private-file";
import { type OidcIssuer, startOidcIssuer } from "../support/oidc-issuer";
import { runningOf } from "../support/process-list";
import { ports, stateDir } from "../support/test-sandbox";

/** Time for a `before` that may have to build Kubernetes. */
const buildTimeout = 20 * 60_000;

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
    assert.deepEqual(runningOf(root), []);
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
