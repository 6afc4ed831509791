import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { cloudSites } from "../../components/cloud/cloud-sites";
import type { ProjectFacts } from "../../components/five-safes";
import { PublicLoadBalancer } from "../../components/kubernetes/public-load-balancer";
import { ensureEngine } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import { joinNetwork, leaveNetwork } from "../../sandbox/kubernetes";
import { InlineStack } from "../support/inline-stack";
import { kubernetesTimeout, type TestKubernetes, testKubernetes } from "../support/test-kubernetes";
import { stateDir } from "../support/test-sandbox";
import { eventually, WorkersNetwork } from "../support/workers-network";

const project: ProjectFacts = {
  id: "kidney",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0051",
  manager: "mona@example.org",
};
const hostName = "tes.kidney.example";
const workersCidr = "10.24.0.0/24";
const everybodyHere = "198.18.0.0/15";
const nobodyHere = "192.0.2.0/24";

/** One in the workers' network, one in a network of its own at the site's DMZ. */
const spaces = { plain: "kidney-plain", dmz: "kidney-dmz" } as const;

/**
 * What the component makes, by the real cloud controller manager at a cloud with two external networks; asked from outside.
 */
describe("a public load balancer", function () {
  this.timeout(6 * 60_000);
  const directory = join(stateDir, "kubernetes-public-load-balancer");
  const folder = sandboxFolder(stateDir);
  let test: TestKubernetes;
  let workers: WorkersNetwork;
  let stack: InlineStack;
  let addresses: Record<keyof typeof spaces, string>;

  const floatingAddresses = async () =>
    (await workers.owned("floatingips")).map((it) => [it.floating_ip_address, it.port_id === null]);

  const program =
    (ranges: string[], address?: string, both = true) =>
    async () => {
      const { authUrl, region, credential, resolvers } = test.cloud;
      const cloud = new openstack.Provider("cloud", {
        authUrl,
        region,
        applicationCredentialId: credential.id,
        applicationCredentialSecret: pulumi.secret(readFileSync(credential.secretFile, "utf8")),
        cacertFile: join(directory, "ca.crt"),
      });
      const kubeconfig = pulumi.secret(readFileSync(test.kubernetes.kubeconfigFile, "utf8"));
      const cluster = new kubernetes.Provider("cluster", { kubeconfig });
      const opts = { providers: [cloud, cluster] };
      const { subnetId, floatingNetworkId } = workers.tenant;
      const common = { project, pods: { app: "web" }, podPort: 8080, hostName, sourceRanges: ranges };
      const plain = new PublicLoadBalancer(
        "kidney-plain",
        {
          ...common,
          namespace: spaces.plain,
          floatingPool: test.cloud.externalNetwork,
          floatingNetworkId,
          subnetId,
          ...(address === undefined ? {} : { address }),
        },
        opts,
      );
      if (!both) return { plain: plain.address };
      const dmz = new PublicLoadBalancer(
        "kidney-dmz",
        {
          ...common,
          namespace: spaces.dmz,
          keepAddress: false,
          dmz: { site: { ...cloudSites.sandbox, resolvers } },
          memberSubnetId: subnetId,
        },
        opts,
      );
      return { plain: plain.address, dmz: dmz.address };
    };

  /** Whose answer is heard, or nobody's. The pods speak no TLS, so what comes through is what was sent. */
  const ask = (which: keyof typeof spaces = "plain"): Promise<string> =>
    fetch(`http://${addresses[which]}:443/`, { signal: AbortSignal.timeout(3_000) })
      .then((response) => response.text())
      .then((text) => text.split(" ")[0] ?? "")
      .catch(() => "silence");
  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    workers = await WorkersNetwork.make(test, "kidney-workers", workersCidr);
    await joinNetwork(folder, workers.tenant);
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          { name: "main", image: test.kubernetes.images.toolbox, command: ["toolbox", "serve", "8080"] },
        ],
      },
    };
    const items = Object.values(spaces).flatMap((namespace) => [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      { ...pod, metadata: { name: "web", namespace, labels: { app: "web" } } },
    ]);
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    assert.equal((await test.kubectl(["apply", "-f", "-"], list)).error, "");
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "ca.crt"), test.ca);
    stack = await InlineStack.create(await ensureEngine(["kubernetes", "openstack"]), directory);
  });

  after(async () => {
    await stack?.destroy();
    if (!workers) return;
    await test.kubectl(["delete", "namespace", ...Object.values(spaces), "--wait=false"]);
    await leaveNetwork(folder);
    for (const { id } of await workers.owned("floatingips"))
      await workers.operator.send("DELETE", "network", `/v2.0/floatingips/${id}`);
    await workers.remove();
  });

  it("leads to the pods", async () => {
    const { outputs } = await stack.up(program([everybodyHere]));
    addresses = { plain: String(outputs.plain?.value), dmz: String(outputs.dmz?.value) };
    for (const which of ["plain", "dmz"] as const) await eventually("web", () => ask(which));
  });

  it("stands where it is told, at an address of the network that it is told, before the workers", async () => {
    const networks = await workers.operator.list("network", "/v2.0/networks?router:external=true");
    const nameOf = (id: unknown) => networks.find((it) => it.id === id)?.name;
    const addressesOf = await workers.owned("floatingips");
    assert.deepEqual(
      ["plain", "dmz"].map((which) =>
        nameOf(
          addressesOf.find((it) => it.floating_ip_address === addresses[which as keyof typeof spaces])
            ?.floating_network_id,
        ),
      ),
      [test.cloud.externalNetwork, "dmz"],
    );
    const [own] = (await workers.owned("subnets")).filter(({ cidr }) => cidr === "10.0.100.0/28");
    const stands = (await workers.balancing("loadbalancers")).map(({ vip_subnet_id }) => vip_subnet_id);
    assert.deepEqual(stands.sort(), [own?.id, workers.tenant.subnetId].sort());
    for (const { id } of await workers.balancing("pools")) {
      const members = await workers.balancing(`pools/${id}/members`);
      assert.deepEqual(
        members.map((it) => it.subnet_id),
        [workers.tenant.subnetId],
      );
    }
    assert.deepEqual(
      (await workers.balancing("healthmonitors")).map(({ delay, timeout, max_retries }) => [
        delay,
        timeout,
        max_retries,
      ]),
      [
        [5, 3, 3],
        [5, 3, 3],
      ],
    );
  });

  it("is the same a second time, and lets in its source ranges and nobody else", async () => {
    const isSame = ({ same, ...others }: Record<string, number>) => {
      assert.deepEqual(others, {});
      return same;
    };
    assert.ok(isSame((await stack.preview(program([everybodyHere]))).changes));
    const ranges = async () =>
      (await workers.balancing("listeners")).map(({ allowed_cidrs }) => allowed_cidrs);
    assert.deepEqual(await ranges(), [[everybodyHere], [everybodyHere]]);
    assert.equal((await stack.up(program([nobodyHere]))).changes.update, 2);
    await eventually([[nobodyHere], [nobodyHere]], ranges);
    for (const which of ["plain", "dmz"] as const) await eventually("silence", () => ask(which));
  });

  it("goes and leaves the address to keep, which it takes again, and nothing else", async () => {
    await stack.destroy();
    await eventually([], () => workers.balancing("loadbalancers"));
    assert.deepEqual(await floatingAddresses(), [[addresses.plain, true]]);
    assert.deepEqual(
      (await workers.owned("networks")).map(({ name }) => name),
      ["kidney-workers"],
    );
    const { outputs } = await stack.up(program([everybodyHere], addresses.plain, false));
    assert.equal(outputs.plain?.value, addresses.plain);
    await eventually("web", () => ask());
    await stack.destroy();
    await eventually([], () => workers.balancing("loadbalancers"));
    assert.deepEqual(await floatingAddresses(), [[addresses.plain, true]]);
  });
});
