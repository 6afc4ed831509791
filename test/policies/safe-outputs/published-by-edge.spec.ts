import { type Judged, unknown } from "../../../policies/judge";
import { publishedByEdge } from "../../../policies/safe-outputs/published-by-edge";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { floatingIp, instance, loadBalancer, tags } from "../compliant-cloud";

const past = (subject: string) =>
  `${subject} goes past the gateway; publish through it, or label what is its own "spe.role=edge"`;
const published = (subject: string, how: string) =>
  `${subject} is published by ${how}; publish it through the gateway`;

const service = (spec: unknown, namespace: unknown = "tes"): Judged => ({
  type: "kubernetes:core/v1:Service",
  name: "heart-tes-api",
  props: { metadata: { name: "tes-api", namespace }, spec },
});
const ingress = (spec: unknown, annotations?: unknown, namespace: unknown = "tes"): Judged => ({
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  name: "heart-tes",
  props: { metadata: { name: "tes", namespace, annotations }, spec },
});
const forwarding: Judged = {
  type: "openstack:networking/portForwardingV2:PortForwardingV2",
  name: "ssh",
  props: { internalPortId: "1f2e" },
};

describe("safe-outputs-published-by-edge", () => {
  it("holds for what is the edge's, for a bastion's address and for what is not published", async () => {
    await holds(publishedByEdge, [
      loadBalancer,
      floatingIp,
      changed(floatingIp, { tags: tags("bastion") }),
      service({ type: "LoadBalancer", externalIPs: ["192.0.2.7"] }, "edge"),
      service({ type: "ClusterIP" }),
      service({}),
      ingress({ ingressClassName: "nginx" }, undefined, "edge"),
      instance,
    ]);
  });

  it("holds for an ingress of the gateway's class", async () => {
    await holds(publishedByEdge, [
      ingress({ ingressClassName: "edge" }),
      ingress({}, { "kubernetes.io/ingress.class": "edge" }),
    ]);
    await holds(publishedByEdge, [ingress({ ingressClassName: "traefik" })], {
      config: { gatewayClasses: ["traefik"] },
    });
  });

  it("holds for the namespaces of the gateway that the environment lists", async () => {
    const config = { edgeNamespaces: ["gateway"] };
    await holds(publishedByEdge, [service({ type: "LoadBalancer" }, "gateway")], { config });
    await reports(
      publishedByEdge,
      [service({ type: "LoadBalancer" }, "edge")],
      [published('service "tes-api"', "its type LoadBalancer")],
      { config },
    );
  });

  it("reports addresses and load balancers of another role, or of none, whatever their project", async () => {
    for (const labels of [tags("tes"), tags("Edge"), ["spe.project=heart"], [], undefined]) {
      await reports(
        publishedByEdge,
        [changed(loadBalancer, { tags: labels })],
        [past('LoadBalancer "heart-edge"')],
      );
      await reports(
        publishedByEdge,
        [changed(floatingIp, { tags: labels })],
        [past('FloatingIp "heart-cloud-address"')],
      );
    }
    await reports(
      publishedByEdge,
      [changed(loadBalancer, { tags: tags("bastion") })],
      [past('LoadBalancer "heart-edge"')],
    );
  });

  it("reports every port forwarding", async () => {
    await reports(publishedByEdge, [forwarding], [past('PortForwardingV2 "ssh"')]);
  });

  it("reports services by their type and by external addresses", async () => {
    for (const type of ["LoadBalancer", "NodePort"])
      await reports(
        publishedByEdge,
        [service({ type })],
        [published('service "tes-api"', `its type ${type}`)],
      );
    await reports(
      publishedByEdge,
      [service({ externalIPs: ["192.0.2.7"] })],
      [published('service "tes-api"', "external addresses")],
    );
    await reports(
      publishedByEdge,
      [service({ type: "NodePort" }, undefined)],
      [published('service "tes-api"', "its type NodePort")],
    );
  });

  it("reports an ingress of another class, or of none", async () => {
    await reports(
      publishedByEdge,
      [ingress({ ingressClassName: "nginx" }), ingress({}, { "kubernetes.io/ingress.class": "nginx" })],
      Array.from({ length: 2 }, () => published('ingress "tes"', 'the class "nginx"')),
    );
    await reports(
      publishedByEdge,
      [ingress({})],
      [published('ingress "tes"', "the cluster's default class")],
    );
  });

  it("cannot be judged while a property is unknown, and still reports the rest", async () => {
    await cannotJudge(publishedByEdge, [changed(floatingIp, { tags: unknown }), forwarding], "tags", [
      past('PortForwardingV2 "ssh"'),
    ]);
    await cannotJudge(
      publishedByEdge,
      [service({ type: unknown, externalIPs: ["192.0.2.7"] })],
      "spec.type",
      [published('service "tes-api"', "external addresses")],
    );
    await cannotJudge(publishedByEdge, [service({ type: "NodePort" }, unknown)], "metadata.namespace");
  });
});
