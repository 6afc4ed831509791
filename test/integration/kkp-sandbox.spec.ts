import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { KkpCluster } from "../../components/kubernetes/kkp-cluster";
import { ensureEngine } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import { ensureKkp, type Kkp, removeKkp } from "../../sandbox/kkp";
import { CloudClient } from "../support/cloud-client";
import { cloudInventory } from "../support/cloud-inventory";
import { InlineStack } from "../support/inline-stack";
import { type OidcIssuer, startOidcIssuer } from "../support/oidc-issuer";
import { kubernetesTimeout, type TestKubernetes, testKubernetes } from "../support/test-kubernetes";
import { stateDir } from "../support/test-sandbox";

interface Outputs {
  clusterId: string;
  kubeconfig: string;
  networkId: string;
  subnetId: string;
}

/** The stand-in as the sandbox runs it: a process, a network in a real cloud, and a real Kubernetes behind it. */
describe("a cluster of KKP in the sandbox", function () {
  this.timeout(5 * 60_000);
  const directory = join(stateDir, "kkp-program");
  const folder = sandboxFolder(stateDir);
  let test: TestKubernetes;
  let kkp: Kkp;
  let issuer: OidcIssuer;
  let operator: CloudClient;
  let stack: InlineStack;
  let workingDirectory: string;
  let inventory: Record<string, string[]>;
  let outputs: Outputs;

  const program = async () => {
    const { clusterId, kubeconfig, networkId, subnetId } = new KkpCluster("heart-cluster", {
      project: {
        id: "heart",
        tier: 2,
        expires: "2099-06-30",
        permit: "EHDS-2026-0042",
        manager: "m@example.org",
      },
      apiUrl: kkp.apiUrl,
      token: readFileSync(kkp.tokenFiles.editor, "utf8"),
      certificateAuthority: test.ca,
      projectId: kkp.projectId,
      dc: kkp.dc,
      credential: {
        applicationCredentialId: test.cloud.credential.id,
        applicationCredentialSecret: pulumi.secret(readFileSync(test.cloud.credential.secretFile, "utf8")),
      },
      floatingIpPool: test.cloud.externalNetwork,
      version: "1.36.0",
      pools: [{ name: "compute", replicas: 1, flavor: "de.NBI tiny", image: "Debian-12" }],
      apiServerAllowedRanges: ["192.0.2.0/24"],
      login: { issuer: issuer.issuer, clientId: "heart-cluster" },
    });
    return { clusterId, kubeconfig, networkId, subnetId };
  };
  /** kubectl by the cluster's own kubeconfig, or as a person by a token. */
  const kubectl = (...args: string[]) =>
    test.kubectl([`--kubeconfig=${join(directory, "kubeconfig")}`, ...args]);
  const balancers = () => operator.list("load-balancer", "/v2/lbaas/loadbalancers");

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    mkdirSync(directory, { recursive: true });
    const { certificate, key } = folder.tls;
    issuer = await startOidcIssuer({
      cert: readFileSync(certificate, "utf8"),
      key: readFileSync(key, "utf8"),
    });
    kkp = await ensureKkp(folder);
    const { authUrl, credential } = test.cloud;
    const secret = readFileSync(credential.secretFile, "utf8");
    operator = await CloudClient.login(authUrl, test.ca, { credentialId: credential.id, secret });
    inventory = await cloudInventory(operator);
    workingDirectory = process.cwd();
    // dynamic resources are made by a process that works where this one does
    process.chdir(directory);
    stack = await InlineStack.create(await ensureEngine([]), directory);
    const run = await stack.up(program);
    outputs = Object.fromEntries(
      Object.entries(run.outputs).map(([name, { value }]) => [name, value]),
    ) as unknown as Outputs;
    writeFileSync(join(directory, "kubeconfig"), outputs.kubeconfig, { mode: 0o600 });
  });

  after(async () => {
    if (workingDirectory) process.chdir(workingDirectory);
    await operator?.close();
    await issuer?.close();
    await removeKkp(folder);
    rmSync(directory, { recursive: true, force: true });
  });

  it("stands in a network of its own with a way out, whose ids it tells", async () => {
    const named = async (path: string) =>
      (await operator.list("network", `/v2.0/${path}?project_id=${operator.projectId}`)).filter(({ name }) =>
        String(name).startsWith(`k8s-cluster-${outputs.clusterId}-`),
      );
    const [network, subnet, router] = (
      await Promise.all(["networks", "subnets", "routers"].map(named))
    ).flat();
    assert.equal(network?.name, `k8s-cluster-${outputs.clusterId}-network`);
    assert.deepEqual([network?.id, subnet?.id], [outputs.networkId, outputs.subnetId]);
    assert.equal(subnet?.cidr, "192.168.1.0/24");
    assert.notEqual(router?.external_gateway_info, null);
  });

  it("lets in by its kubeconfig, and the people of its issuer by the rights of their groups", async () => {
    assert.equal((await kubectl("get", "nodes", "-o", "name")).status, 0);
    await kubectl(
      "create",
      "clusterrolebinding",
      "kkp-readers",
      "--clusterrole=view",
      "--group=oidc:heart:/heart/manager",
    );
    const as = async (group: string) => {
      const token = await issuer.token({ sub: "mona", aud: "heart-cluster", groups: [group] });
      return test.kubectl([
        "--kubeconfig=/dev/null",
        `--server=${test.kubernetes.apiUrl}`,
        `--certificate-authority=${authority()}`,
        `--token=${token}`,
        ...["get", "pods", "-n", "default"],
      ]);
    };
    assert.equal((await as("/heart/manager")).status, 0);
    assert.match((await as("/heart/researcher")).error, /Forbidden|forbidden/);
    await kubectl("delete", "clusterrolebinding", "kkp-readers");
  });

  it("is the same a second time, and as a refresh finds it", async () => {
    assert.deepEqual((await stack.up(program)).changes, { same: 3 });
    assert.deepEqual(await stack.refresh(), { same: 3 });
  });

  it("goes with the balancer that somebody left in it, and leaves nothing in the cloud", async () => {
    const service = ["create", "service", "loadbalancer", "left", "--tcp=80:8080"];
    assert.equal((await kubectl(...service)).status, 0);
    while (!(await balancers()).some(({ provisioning_status: status }) => status === "ACTIVE"))
      await sleep(500);
    await stack.destroy();
    assert.deepEqual(await balancers(), []);
    assert.deepEqual(await cloudInventory(operator), inventory);
    assert.match((await kubectl("get", "service", "left")).error, /NotFound/);
  });

  function authority(): string {
    const file = join(directory, "cluster.crt");
    writeFileSync(file, test.kubernetes.certificateAuthority);
    return file;
  }
});
