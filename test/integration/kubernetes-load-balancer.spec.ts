import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fetch } from "undici";
import { sandboxFolder } from "../../sandbox/folder";
import { ensureKubernetes, joinNetwork, leaveNetwork, stopKubernetes } from "../../sandbox/kubernetes";
import { kubernetesTimeout, type TestKubernetes, testKubernetes } from "../support/test-kubernetes";
import { stateDir } from "../support/test-sandbox";
import { eventually, WorkersNetwork } from "../support/workers-network";

const cidr = "10.23.0.0/24";
const everybodyHere = "198.18.0.0/15";
const nobodyHere = "192.0.2.0/24";

/** OpenStack's own cloud controller manager before the real Octavia, with a project's credential; packets reach a pod. */
describe("a balancer of the sandbox's Kubernetes", function () {
  this.timeout(4 * 60_000);
  let test: TestKubernetes;
  let workers: WorkersNetwork;
  let address: string;
  const folder = sandboxFolder(stateDir);

  const kubectl = async (...args: string[]): Promise<string> => {
    const said = await test.kubectl(args);
    assert.equal(said.status, 0, said.error);
    return said.output;
  };
  const service = (name: string, ranges: string[]) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: {
      type: "LoadBalancer",
      selector: { app: "web" },
      loadBalancerSourceRanges: ranges,
      ports: [{ port: 80, targetPort: 8080 }],
    },
  });
  const apply = async (object: object): Promise<void> => {
    const said = await test.kubectl(["apply", "-f", "-"], JSON.stringify(object));
    assert.equal(said.status, 0, said.error);
  };

  /** What is heard at the balancer's address: a pod's answer, or nothing. */
  const ask = async (): Promise<string> => {
    try {
      const response = await fetch(`http://${address}/`, { signal: AbortSignal.timeout(2_000) });
      return (await response.text()).split(" ")[0] ?? "";
    } catch {
      return "silence";
    }
  };

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    workers = await WorkersNetwork.make(test, "workers", cidr);
    await apply({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "web", labels: { app: "web" } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          { name: "main", image: test.kubernetes.images.toolbox, command: ["toolbox", "serve", "8080"] },
        ],
      },
    });
  });

  after(async () => {
    await workers?.remove();
  });

  it("does not come while the node is in no project's network", async () => {
    await apply(service("early", [everybodyHere]));
    await wait(2_000);
    assert.equal(await kubectl("get", "service", "early", "-o=jsonpath={.status.loadBalancer}"), "{}");
    await kubectl("delete", "service", "early");
    assert.deepEqual(await workers.balancing("loadbalancers"), []);
  });

  it("is not to be had with a credential that the cloud refuses", async () => {
    const credential = { ...workers.tenant.credential, secret: "wrong" };
    await assert.rejects(joinNetwork(folder, { ...workers.tenant, credential }), /does not let in/);
    assert.deepEqual(
      (await workers.owned("ports")).filter(({ name }) => name === "kubernetes-node"),
      [],
    );
  });

  it("finds the node in the project's network, at its node ports alone", async () => {
    await joinNetwork(folder, workers.tenant);
    const [port] = (await workers.owned("ports")).filter(({ name }) => name === "kubernetes-node");
    const [fixed] = (port?.fixed_ips ?? []) as { ip_address: string }[];
    const path = '-o=jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}';
    assert.equal(await kubectl("get", "nodes", path), fixed?.ip_address);
    const [group] = (port?.security_groups ?? []) as string[];
    const rules = (await workers.owned("security-group-rules")).filter(
      (rule) => rule.security_group_id === group,
    );
    assert.deepEqual(
      rules
        .filter(({ direction }) => direction === "ingress")
        .map(({ protocol, port_range_min, port_range_max, remote_ip_prefix }) => [
          protocol,
          port_range_min,
          port_range_max,
          remote_ip_prefix,
        ]),
      [["tcp", 30_000, 32_767, cidr]],
    );
    await assert.rejects(joinNetwork(folder, { ...workers.tenant, subnetId: "another" }), /is in subnet/);
  });

  it("gets a floating address, and carries packets to a pod", async () => {
    await apply(service("web", [everybodyHere]));
    const path = "-o=jsonpath={.status.loadBalancer.ingress[0].ip}";
    for (let left = 60; !address && left > 0; left--) {
      await wait(1_000);
      address = await kubectl("get", "service", "web", path);
    }
    await eventually("web", ask);
    const [balancer] = await workers.balancing("loadbalancers");
    assert.equal(balancer?.project_id, workers.operator.projectId);
    const [floating] = await workers.owned("floatingips");
    assert.deepEqual([floating?.floating_ip_address, floating?.port_id], [address, balancer?.vip_port_id]);
  });

  it("lets in the service's source ranges and nobody else", async () => {
    const ranges = async () =>
      (await workers.balancing("listeners")).map(({ allowed_cidrs }) => allowed_cidrs);
    assert.deepEqual(await ranges(), [[everybodyHere]]);
    await apply(service("web", [nobodyHere]));
    await eventually([[nobodyHere]], ranges);
    await eventually("silence", ask);
    await apply(service("web", [nobodyHere, everybodyHere]));
    await eventually("web", ask);
    assert.deepEqual((await ranges()).flat().sort(), [nobodyHere, everybodyHere].sort());
  });

  it("goes on after Kubernetes was stopped and started", async () => {
    await stopKubernetes(folder);
    assert.equal(await ask(), "silence");
    await ensureKubernetes(folder);
    await eventually("web", ask);
  });

  it("goes with its service, and the node's port when it leaves", async () => {
    await kubectl("delete", "service/web", "pod/web");
    await eventually([], () => workers.balancing("loadbalancers"));
    assert.deepEqual(await workers.owned("floatingips"), []);
    await leaveNetwork(folder);
    const left = (things: Record<string, unknown>[]) =>
      things.filter(({ name }) => name === "kubernetes-node");
    assert.deepEqual(
      [left(await workers.owned("ports")), left(await workers.owned("security-groups"))],
      [[], []],
    );
    assert.equal(existsSync(join(folder.kubernetes, "cloud-controller", "cloud.conf")), false);
    assert.equal(existsSync(join(folder.kubernetes, "tenant-network.json")), false);
  });
});
