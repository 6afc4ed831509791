import { type Judged, unknown } from "../../../policies/judge";
import { serviceEdgeOnly } from "../../../policies/safe-settings/service-edge-only";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { service } from "../compliant-kubernetes";

const serviceOf = (spec: Record<string, unknown>, namespace: unknown = "heart-tasks"): Judged =>
  changed(service, { metadata: { name: "tesk-api", namespace }, spec });
const balancer = (loadBalancerSourceRanges: unknown, namespace: unknown = "edge"): Judged =>
  serviceOf({ type: "LoadBalancer", loadBalancerSourceRanges }, namespace);
const says = (problem: string) => `service "tesk-api" ${problem}`;
const misplaced = (namespace: string) =>
  says(`has a load balancer in the namespace "${namespace}"; make it a ClusterIP behind the gateway`);

describe("safe-settings-service-edge-only", () => {
  it("holds for a service of the cluster, also by default, and for the edge's load balancer", async () => {
    await holds(serviceEdgeOnly, [
      service,
      serviceOf({}),
      serviceOf({ type: "ExternalName", externalName: "s3.example.org" }),
      balancer(["192.0.2.0/24", "2001:db8::/32"]),
    ]);
  });

  it("holds for another edge where the configuration names it", async () => {
    const config = { edgeNamespaces: ["gateway"] };
    await holds(serviceEdgeOnly, [balancer(["192.0.2.0/24"], "gateway")], { config });
    await reports(serviceEdgeOnly, [balancer(["192.0.2.0/24"])], [misplaced("edge")], { config });
  });

  it("reports a port of every node", async () => {
    await reports(
      serviceEdgeOnly,
      [serviceOf({ type: "NodePort", ports: [{ port: 8080, nodePort: 31567 }] }, "edge")],
      [says("is open on every node; make it a ClusterIP behind the gateway")],
    );
  });

  it("reports external addresses", async () => {
    for (const externalIPs of [["192.0.2.1"], "192.0.2.1"])
      await reports(
        serviceEdgeOnly,
        [serviceOf({ externalIPs })],
        [says("takes external addresses to itself; remove externalIPs")],
      );
  });

  it("reports a load balancer elsewhere, also where no namespace is named", async () => {
    for (const namespace of ["heart-tasks", "Edge"])
      await reports(serviceEdgeOnly, [balancer(["192.0.2.0/24"], namespace)], [misplaced(namespace)]);
    await reports(serviceEdgeOnly, [balancer(["192.0.2.0/24"], null)], [misplaced("default")]);
  });

  it("reports a load balancer for everyone", async () => {
    for (const ranges of [undefined, null, []])
      await reports(
        serviceEdgeOnly,
        [balancer(ranges)],
        [says("is open to everyone; list the ranges in loadBalancerSourceRanges")],
      );
  });

  for (const range of ["0.0.0.0/0", "::/0", "128.0.0.0/1", "2000::/3"])
    it(`reports a load balancer for ${range}`, async () => {
      await reports(
        serviceEdgeOnly,
        [balancer(["192.0.2.0/24", range])],
        [says(`is open to "${range}"; list the ranges that need it`)],
      );
    });

  it("reports everyone in many small ranges", async () => {
    await reports(
      serviceEdgeOnly,
      [balancer(Array.from({ length: 256 }, (_, index) => `${index}.0.0.0/8`))],
      [says("is open to 256 ranges that together stand for anybody; list the ranges that need it")],
    );
  });

  it("cannot be judged while the type is unknown, and still reports the rest", async () => {
    await cannotJudge(
      serviceEdgeOnly,
      [serviceOf({ type: unknown, externalIPs: ["192.0.2.1"] })],
      "spec.type",
      [says("takes external addresses to itself; remove externalIPs")],
    );
  });

  it("cannot be judged while the namespace is unknown, and still reports the ranges", async () => {
    await cannotJudge(serviceEdgeOnly, [balancer([], unknown)], "metadata.namespace", [
      says("is open to everyone; list the ranges in loadBalancerSourceRanges"),
    ]);
  });
});
