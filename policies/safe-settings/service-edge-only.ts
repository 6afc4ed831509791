import { checkWidth } from "../kit/cidr";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofKinds, subjectOf } from "../kit/kubernetes";
import { edgeNamespacesOf, edgeNamespacesSchema, namespaceNameOf } from "../kit/namespace";
import type { ResourceRule } from "../kit/rule";
import { checkAll } from "../kit/unknown";
import { asList } from "../kit/value";

/** A service with an address of its own is reached past the gateway, its login and its record. */
export const serviceEdgeOnly: ResourceRule = {
  name: "safe-settings-service-edge-only",
  description:
    "Services are reached from outside through the edge's load balancer only, from ranges that it names.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-42",
    satre: ["2.2.09"],
    also: [
      "CIS 1.2.3",
      "Gatekeeper block-loadbalancer-services",
      "Gatekeeper block-nodeport-services",
      "Gatekeeper externalip",
    ],
  }),
  remediationSteps:
    "Make the service a ClusterIP behind the gateway; give the gateway's own the ranges of the people in spec.loadBalancerSourceRanges.",
  configSchema: { properties: { edgeNamespaces: edgeNamespacesSchema } },
  validateResource: ofKinds(["Service"], (args, report) => {
    const refuse = (problem: string): void => report(`${subjectOf(args)} ${problem}`);
    const spec = (key: string): unknown => field(args.props, "spec", key);
    const edge = edgeNamespacesOf(args.getConfig<{ edgeNamespaces?: string[] }>());
    const isLoadBalancer = (): boolean => spec("type") === "LoadBalancer";
    checkAll(
      () => {
        if (spec("type") === "NodePort")
          refuse("is open on every node; make it a ClusterIP behind the gateway");
      },
      () => {
        if (asList(spec("externalIPs")).length > 0)
          refuse("takes external addresses to itself; remove externalIPs");
      },
      () => {
        const namespace = isLoadBalancer() ? namespaceNameOf(args.props) : undefined;
        if (namespace !== undefined && !edge.includes(String(namespace)))
          refuse(
            `has a load balancer in the namespace "${namespace}"; make it a ClusterIP behind the gateway`,
          );
      },
      () => {
        if (!isLoadBalancer()) return;
        const ranges = asList(spec("loadBalancerSourceRanges"));
        if (ranges.length === 0) refuse("is open to everyone; list the ranges in loadBalancerSourceRanges");
        checkWidth(ranges, (found) => refuse(`is open to ${found}; list the ranges that need it`));
      },
    );
  }),
};
