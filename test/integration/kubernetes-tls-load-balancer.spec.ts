import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { EdgeCertificate } from "../../components/cloud/edge-certificate";
import type { ProjectFacts } from "../../components/five-safes";
import { PublicLoadBalancer } from "../../components/kubernetes/public-load-balancer";
import { ensureEngine } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import { joinNetwork, leaveNetwork } from "../../sandbox/kubernetes";
import { edgeCertificate } from "../support/edge-certificate";
import { askEdge, type EdgeQuestion } from "../support/edge-client";
import { InlineStack } from "../support/inline-stack";
import { kubernetesTimeout, type TestKubernetes, testKubernetes } from "../support/test-kubernetes";
import { stateDir } from "../support/test-sandbox";
import { eventually, WorkersNetwork } from "../support/workers-network";

const project: ProjectFacts = {
  id: "spleen",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0052",
  manager: "mona@example.org",
};
const namespaces = { own: "spleen-tasks", others: "thymus-tasks" } as const;
const hostName = "tes.spleen.example";
const everybodyHere = "198.18.0.0/15";

/**
 * By the real cloud controller manager, logged in as a user with a password: only for such a one does Octavia fetch a certificate
 * from Barbican.
 */
describe("a public load balancer at which TLS ends", function () {
  this.timeout(6 * 60_000);
  const directory = join(stateDir, "kubernetes-tls-load-balancer");
  const folder = sandboxFolder(stateDir);
  let test: TestKubernetes;
  let workers: WorkersNetwork;
  let stack: InlineStack;
  let pem: Awaited<ReturnType<typeof edgeCertificate>>;
  let address: string;

  const program = async () => {
    const { authUrl, region, other, externalNetwork } = test.cloud;
    const cloud = new openstack.Provider("cloud", {
      authUrl,
      region,
      userName: other.userName,
      password: pulumi.secret(readFileSync(other.passwordFile, "utf8")),
      tenantName: other.project,
      userDomainName: "Default",
      projectDomainName: "Default",
      cacertFile: join(directory, "ca.crt"),
    });
    const kubeconfig = pulumi.secret(readFileSync(test.kubernetes.kubeconfigFile, "utf8"));
    const cluster = new kubernetes.Provider("cluster", { kubeconfig });
    const { containerRef } = new EdgeCertificate(
      "spleen-certificate",
      { project, ...pem },
      { providers: [cloud] },
    );
    const { subnetId, floatingNetworkId } = workers.tenant;
    const balancer = new PublicLoadBalancer(
      "spleen-tes",
      {
        project,
        namespace: namespaces.own,
        pods: { app: "web" },
        podPort: 8080,
        hostName,
        sourceRanges: [everybodyHere],
        certificate: containerRef,
        keepAddress: false,
        floatingPool: externalNetwork,
        floatingNetworkId,
        subnetId,
      },
      { providers: [cloud, cluster] },
    );
    return { address: balancer.address };
  };

  const ask = (version?: EdgeQuestion["version"]) =>
    askEdge({ address, port: 443, hostName, ca: pem.certificate, ...(version ? { version } : {}) });

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    workers = await WorkersNetwork.make(test, "spleen-workers", "10.25.0.0/24", "password");
    await joinNetwork(folder, workers.tenant);
    const items = [
      ...Object.values(namespaces).map((name) => ({ kind: "Namespace", metadata: { name } })),
      {
        kind: "Pod",
        metadata: { name: "web", namespace: namespaces.own, labels: { app: "web" } },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [
            { name: "main", image: test.kubernetes.images.toolbox, command: ["toolbox", "serve", "8080"] },
          ],
        },
      },
    ].map((item) => ({ apiVersion: "v1", ...item }));
    await apply({ kind: "List", items });
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "ca.crt"), test.ca);
    pem = await edgeCertificate(hostName);
    stack = await InlineStack.create(await ensureEngine(["kubernetes", "openstack"]), directory);
    const { outputs } = await stack.up(program);
    address = String(outputs.address?.value);
  });

  after(async () => {
    await stack?.destroy();
    if (!workers) return;
    await test.kubectl(["delete", "namespace", ...Object.values(namespaces), "--wait=false"]);
    await eventually([], () => workers.balancing("loadbalancers"));
    await leaveNetwork(folder);
    await workers.remove();
  });

  async function apply(object: object): Promise<void> {
    const text = JSON.stringify({ apiVersion: "v1", ...object });
    assert.equal((await test.kubectl(["apply", "-f", "-"], text)).error, "");
  }

  it("shows the certificate of its name, and leads to the pods", async () => {
    await eventually("200", async () => (await ask()).said);
    assert.match((await ask()).body, /^web /);
  });

  it("speaks TLS 1.2 and 1.3, and nothing older", async () => {
    assert.equal((await ask("TLSv1.3")).said, "200");
    assert.equal((await ask("TLSv1.2")).said, "200");
    assert.equal((await ask("TLSv1.1")).said, "EPROTO");
  });

  it("keeps its address, which a service of another project's namespace asks for", async () => {
    const { subnetId, floatingNetworkId } = workers.tenant;
    const annotation = (name: string) => `loadbalancer.openstack.org/${name}`;
    await apply({
      kind: "Service",
      metadata: {
        name: "taker",
        namespace: namespaces.others,
        annotations: {
          [annotation("subnet-id")]: subnetId,
          [annotation("floating-network-id")]: floatingNetworkId,
        },
      },
      spec: {
        type: "LoadBalancer",
        loadBalancerIP: address,
        loadBalancerSourceRanges: [everybodyHere],
        ports: [{ port: 443, targetPort: 8080 }],
      },
    });
    const told = async () =>
      (
        await test.kubectl([
          "get",
          "events",
          `--namespace=${namespaces.others}`,
          "--output=jsonpath={.items[*].message}",
        ])
      ).output.includes(address);
    await eventually(true, told);
    const given = await test.kubectl([
      "get",
      "service",
      "taker",
      `--namespace=${namespaces.others}`,
      "--output=jsonpath={.status.loadBalancer}",
    ]);
    assert.equal(given.output, "{}");
    assert.match((await ask()).body, /^web /);
  });
});
