import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as kubernetes from "@pulumi/kubernetes";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { cloudSites } from "../../components/cloud/cloud-sites";
import type { ProjectFacts } from "../../components/five-safes";
import { PublicLoadBalancer } from "../../components/kubernetes/public-load-balancer";
import { ensureEngine } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import { joinNetwork, leaveNetwork } from "../../sandbox/kubernetes";
import { CloudClient } from "../support/cloud-client";
import { InlineStack } from "../support/inline-stack";
import { kubernetesTimeout, type TestKubernetes, testKubernetes } from "../support/test-kubernetes";
import { stateDir } from "../support/test-sandbox";

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
 * What the component makes, by the real cloud controller manager at a cloud with two external networks; asked from outside. Not
 * proved are TLS that ends at the balancer, since the cloud controller logs in by an application credential, with which Octavia gets no
 * certificate; and packets by the DMZ: the sandbox's Octavia plugs no balancer into the network of members that are given at its creation.
 */
describe("a public load balancer", function () {
  this.timeout(6 * 60_000);
  const directory = join(stateDir, "kubernetes-public-load-balancer");
  const folder = sandboxFolder(stateDir);
  let test: TestKubernetes;
  let operator: CloudClient;
  let stack: InlineStack;
  let place: { floatingNetworkId: string; networkId: string; subnetId: string; routerId: string };
  let addresses: Record<keyof typeof spaces, string>;

  const make = async (path: string, kind: string, object: object): Promise<string> => {
    const { status, body } = await operator.send("POST", "network", `/v2.0/${path}`, { [kind]: object });
    assert.equal(status, 201, JSON.stringify(body));
    return (body[kind] as { id: string }).id;
  };
  const owned = (path: string) => operator.list("network", `/v2.0/${path}?project_id=${operator.projectId}`);
  const balancing = (path: string) => operator.list("load-balancer", `/v2/lbaas/${path}`);
  const floatingAddresses = async () =>
    (await owned("floatingips")).map((it) => [it.floating_ip_address, it.port_id === null]);

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
      const { subnetId, floatingNetworkId } = place;
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
  const ask = (): Promise<string> =>
    fetch(`http://${addresses.plain}:443/`, { signal: AbortSignal.timeout(3_000) })
      .then((response) => response.text())
      .then((text) => text.split(" ")[0] ?? "")
      .catch(() => "silence");
  async function eventually<T>(expected: T, look: () => Promise<T>): Promise<void> {
    const is = async () => JSON.stringify(await look()) === JSON.stringify(expected);
    for (let left = 60; left > 0 && !(await is()); left--) await wait(1_000);
    assert.deepEqual(await look(), expected);
  }

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    const { cloud, ca } = test;
    const credential = { id: cloud.credential.id, secret: readFileSync(cloud.credential.secretFile, "utf8") };
    const identity = { credentialId: credential.id, secret: credential.secret };
    operator = await CloudClient.login(cloud.authUrl, ca, identity);
    const [outside] = await operator.list("network", `/v2.0/networks?name=${cloud.externalNetwork}`);
    const floatingNetworkId = outside?.id as string;
    const name = "kidney-workers";
    const networkId = await make("networks", "network", { name });
    const subnet = { name, network_id: networkId, ip_version: 4, cidr: workersCidr };
    const subnetId = await make("subnets", "subnet", subnet);
    const gateway = { external_gateway_info: { network_id: floatingNetworkId } };
    const routerId = await make("routers", "router", { name, ...gateway });
    await operator.send("PUT", "network", `/v2.0/routers/${routerId}/add_router_interface`, {
      subnet_id: subnetId,
    });
    place = { floatingNetworkId, networkId, subnetId, routerId };
    await joinNetwork(folder, { networkId, subnetId, floatingNetworkId, credential });
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
    writeFileSync(join(directory, "ca.crt"), ca);
    stack = await InlineStack.create(await ensureEngine(["kubernetes", "openstack"]), directory);
  });

  after(async () => {
    await stack?.destroy();
    if (!place) return;
    await test.kubectl(["delete", "namespace", ...Object.values(spaces), "--wait=false"]);
    await leaveNetwork(folder);
    for (const { id } of await owned("floatingips"))
      await operator.send("DELETE", "network", `/v2.0/floatingips/${id}`);
    const { networkId, subnetId, routerId } = place;
    await operator.send("PUT", "network", `/v2.0/routers/${routerId}/remove_router_interface`, {
      subnet_id: subnetId,
    });
    await operator.send("DELETE", "network", `/v2.0/routers/${routerId}`);
    await operator.send("DELETE", "network", `/v2.0/networks/${networkId}`);
    await operator.close();
  });

  it("leads to the pods", async () => {
    const { outputs } = await stack.up(program([everybodyHere]));
    addresses = { plain: String(outputs.plain?.value), dmz: String(outputs.dmz?.value) };
    await eventually("web", ask);
  });

  it("stands where it is told, at an address of the network that it is told, before the workers", async () => {
    const networks = await operator.list("network", "/v2.0/networks?router:external=true");
    const nameOf = (id: unknown) => networks.find((it) => it.id === id)?.name;
    const addressesOf = await owned("floatingips");
    assert.deepEqual(
      ["plain", "dmz"].map((which) =>
        nameOf(
          addressesOf.find((it) => it.floating_ip_address === addresses[which as keyof typeof spaces])
            ?.floating_network_id,
        ),
      ),
      [test.cloud.externalNetwork, "dmz"],
    );
    const [own] = (await owned("subnets")).filter(({ cidr }) => cidr === "10.0.100.0/28");
    const stands = (await balancing("loadbalancers")).map(({ vip_subnet_id }) => vip_subnet_id);
    assert.deepEqual(stands.sort(), [own?.id, place.subnetId].sort());
    for (const { id } of await balancing("pools")) {
      const members = await balancing(`pools/${id}/members`);
      assert.deepEqual(
        members.map((it) => it.subnet_id),
        [place.subnetId],
      );
    }
    assert.deepEqual(
      (await balancing("healthmonitors")).map(({ delay, timeout, max_retries }) => [
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
    const ranges = async () => (await balancing("listeners")).map(({ allowed_cidrs }) => allowed_cidrs);
    assert.deepEqual(await ranges(), [[everybodyHere], [everybodyHere]]);
    assert.equal((await stack.up(program([nobodyHere]))).changes.update, 2);
    await eventually([[nobodyHere], [nobodyHere]], ranges);
    await eventually("silence", ask);
  });

  it("goes and leaves the address to keep, which it takes again, and nothing else", async () => {
    await stack.destroy();
    await eventually([], () => balancing("loadbalancers"));
    assert.deepEqual(await floatingAddresses(), [[addresses.plain, true]]);
    assert.deepEqual(
      (await owned("networks")).map(({ name }) => name),
      ["kidney-workers"],
    );
    const { outputs } = await stack.up(program([everybodyHere], addresses.plain, false));
    assert.equal(outputs.plain?.value, addresses.plain);
    await eventually("web", ask);
    await stack.destroy();
    await eventually([], () => balancing("loadbalancers"));
    assert.deepEqual(await floatingAddresses(), [[addresses.plain, true]]);
  });
});
