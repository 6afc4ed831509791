import { type Judged, unknown } from "../../../policies/judge";
import { floatingIpEdgeOnly } from "../../../policies/safe-settings/floating-ip-edge-only";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import {
  floatingIp,
  floatingIpAssociation,
  instance,
  labels,
  loadBalancer,
  naming,
  pending,
  port,
  tags,
} from "../compliant-cloud";

const belongs = (holder: string, address = floatingIpAssociation) =>
  `floating IP "${address.name}" belongs to ${holder}; publish through the gateway`;
const inside = (name: string) => `"${name}", which is neither edge nor bastion`;
const atPort = naming(floatingIp, "portId", port);
const bastion = changed(instance, { metadata: labels("bastion") });
const toInstance: Judged = naming(
  {
    type: "openstack:compute/floatingIpAssociate:FloatingIpAssociate",
    name: "instance-address",
    props: { floatingIp: "203.0.113.7" },
  },
  "instanceId",
  instance,
);

describe("safe-settings-floating-ip-edge-only", () => {
  it("holds for the edge's load balancer, a bastion and an address that nothing has", async () => {
    await holds(floatingIpEdgeOnly, [loadBalancer, floatingIp, floatingIpAssociation]);
    await holds(floatingIpEdgeOnly, [bastion, toInstance]);
    await holds(floatingIpEdgeOnly, [port, bastion, atPort]);
    await holds(floatingIpEdgeOnly, [changed(port, { tags: tags("edge") }), atPort]);
  });

  it("holds in a preview, which tells holders by the dependency and shows what is not given as unknown", async () => {
    await holds(floatingIpEdgeOnly, [
      pending(loadBalancer, "id", "vipPortId"),
      pending(floatingIp, "portId"),
      pending(floatingIpAssociation, "portId"),
    ]);
    await holds(floatingIpEdgeOnly, [
      pending(port, "id"),
      changed(bastion, { networks: [{ port: unknown }] }),
      pending(atPort, "portId"),
    ]);
  });

  it("reports a load balancer, port or instance that is not for the outside", async () => {
    await reports(
      floatingIpEdgeOnly,
      [changed(loadBalancer, { tags: tags("tes") }), floatingIpAssociation],
      [belongs(inside("heart-edge"))],
    );
    await reports(floatingIpEdgeOnly, [port, instance, atPort], [belongs(inside("heart-login"), atPort)]);
    await reports(floatingIpEdgeOnly, [instance, toInstance], [belongs(inside("heart-login"), toInstance)]);
  });

  it("reports it in a preview", async () => {
    await reports(
      floatingIpEdgeOnly,
      [pending(port, "id"), instance, pending(atPort, "portId")],
      [belongs(inside("heart-login"), atPort)],
    );
    const elsewhere = {
      ...changed(bastion, { networks: [{ port: unknown }] }),
      dependencies: { networks: [] },
    };
    await reports(
      floatingIpEdgeOnly,
      [pending(port, "id"), elsewhere, pending(atPort, "portId")],
      [belongs(inside("heart-login"), atPort)],
    );
  });

  it("reports what is not of the stack", async () => {
    await reports(
      floatingIpEdgeOnly,
      [floatingIpAssociation],
      [belongs('"port-vip", which is not of this stack')],
    );
  });

  it("holds for the address of a service's balancer, which a refresh shows at a port of the cluster's own", async () => {
    const address = changed(floatingIp, { address: "203.0.113.7", portId: "port-vip" });
    const service = (spec: object): Judged => ({
      type: "kubernetes:core/v1:Service",
      name: "heart-tasks-public",
      props: { metadata: { name: "public", namespace: "heart-tasks" }, spec },
    });
    const loadBalancerIP = "203.0.113.7";
    await holds(floatingIpEdgeOnly, [address, service({ type: "LoadBalancer", loadBalancerIP })]);
    const refused = [belongs('"port-vip", which is not of this stack', address)];
    for (const spec of [
      { type: "LoadBalancer", loadBalancerIP: "203.0.113.8" },
      { type: "LoadBalancer" },
      { type: "ClusterIP", loadBalancerIP },
    ])
      await reports(floatingIpEdgeOnly, [address, service(spec)], refused);
    const addressless = changed(floatingIp, { portId: "port-vip" });
    await reports(floatingIpEdgeOnly, [addressless, service({ type: "LoadBalancer" })], refused);
  });

  it("reports every port forwarding", async () => {
    const forwarding: Judged = {
      type: "openstack:networking/portForwardingV2:PortForwardingV2",
      name: "ssh",
      props: { internalPortId: "1f2e" },
    };
    await reports(
      floatingIpEdgeOnly,
      [forwarding],
      ['port forwarding "ssh" goes past the gateway; publish through it'],
    );
  });

  it("cannot be judged while labels or a holder are unknown, and still reports the others", async () => {
    await cannotJudge(
      floatingIpEdgeOnly,
      [pending(loadBalancer, "tags"), floatingIpAssociation, port, atPort],
      "tags",
      [belongs(inside("heart-login"), atPort)],
    );
    const foreign = { ...floatingIp, props: { portId: unknown }, dependencies: { portId: [] } };
    await cannotJudge(floatingIpEdgeOnly, [foreign], "portId");
  });
});
