import assert from "node:assert/strict";
import { build } from "../../automation/check/build";
import type { Registered } from "../../automation/check/recording-monitor";
import { parseSettings } from "../../infra/settings";
import { onExisting, onKubeOne, rightKubernetes } from "./settings/right-kubernetes";
import { changed } from "./settings/right-settings";

const heart = (changes: Record<string, unknown>): Promise<Registered[]> =>
  build(parseSettings(changed({ kubernetes: rightKubernetes, ...changes })), "heart");

const namesOf = (resources: Registered[], type: string): string[] =>
  resources.filter((it) => it.type.endsWith(type)).map(({ name }) => name);

const propsOf = (resources: Registered[], type: string): Record<string, unknown> =>
  resources.find((it) => it.type.endsWith(type))?.props ?? assert.fail(`no ${type}`);

/** Where a group of the ground lets in, `port-port from`. */
const openTo = (resources: Registered[], role: string): string[] =>
  resources
    .filter(({ type, name }) => type.endsWith(":SecGroupRule") && name.startsWith(`heart-ground-${role}-`))
    .filter(({ props }) => props.direction === "ingress")
    .map(({ props }) => `${props.portRangeMin}-${props.portRangeMax} ${props.remoteIpPrefix ?? "group"}`);

const placeOfBalancer = (resources: Registered[]): unknown => {
  const service = resources
    .filter(({ type }) => type === "kubernetes:core/v1:Service")
    .find(({ props }) => (props.spec as { type?: string }).type === "LoadBalancer");
  assert.ok(service);
  const { annotations } = service.props.metadata as { annotations: Record<string, unknown> };
  return annotations["loadbalancer.openstack.org/subnet-id"];
};

/** What the settings make of each kind of cluster, without an engine; what the components do is in their own specs. */
describe("a cluster by settings", () => {
  it("of KKP is one of the platform, in a network of its own", async () => {
    const resources = await heart({});
    assert.deepEqual(namesOf(resources, ":KkpCluster"), ["heart-cluster"]);
    assert.deepEqual(namesOf(resources, ":KubeOneCluster"), []);
    assert.deepEqual(openTo(resources, "workers"), []);
  });

  it("of KubeOne stands on the ground, whose groups let in its parts, balancers and the bastion", async () => {
    const resources = await heart(onKubeOne);
    assert.deepEqual(namesOf(resources, ":KubeOneCluster"), ["heart-cluster"]);
    assert.deepEqual(
      namesOf(resources, "spe:cloud:Machine").filter((name) => name.includes("control-plane")),
      [1, 2, 3].map((it) => `heart-cluster-control-plane-${it}`),
    );
    const lines = openTo(resources, "workers");
    assert.ok(lines.includes("30000-32767 10.20.0.0/24"), lines.join());
    assert.ok(lines.includes("22-22 group"), lines.join());
  });

  it("of KubeOne opens no port of a worker to balancers where nothing is published", async () => {
    const resources = await heart({ ...onKubeOne, "kubernetes.tasks": undefined });
    assert.deepEqual(
      openTo(resources, "workers").filter((it) => it.startsWith("3")),
      [],
    );
  });

  it("that is there is asked what it can do, and its balancer stands where the settings say", async () => {
    const resources = await heart(onExisting);
    assert.deepEqual(namesOf(resources, ":KkpCluster"), []);
    const { kubernetesVersion, networkPoliciesEnforced } = propsOf(resources, ":ClusterAbilities");
    assert.deepEqual([kubernetesVersion, networkPoliciesEnforced], ["1.36.0", true]);
    assert.equal(placeOfBalancer(resources), "0d9b2f2e-6a40-4bd5-8f46-0a37e2f6c1b7");
  });

  it("that is there needs no cloud where nothing is published", async () => {
    const resources = await heart({ ...onExisting, "kubernetes.tasks": undefined, cloud: undefined });
    assert.deepEqual(namesOf(resources, ":ProjectNamespace"), ["heart-namespace"]);
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("openstack:")),
      [],
    );
  });
});
