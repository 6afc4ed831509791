import type { PolicyResource } from "@pulumi/policy";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { holdsForAny } from "../kit/holds-for-any";
import { objectsOf, subjectOf } from "../kit/kubernetes";
import { insideOf } from "../kit/namespace";
import type { StackRule } from "../kit/rule";
import { selectsAll } from "../kit/selector";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** A pod that no policy selects talks with every other and with the internet; what a project needs is opened one by one. */
export const namespaceDefaultDeny: StackRule = {
  name: "safe-settings-namespace-default-deny",
  description: "Every namespace has a network policy that denies its pods all traffic, in and out.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-40",
    satre: ["2.2.11"],
    also: ["CIS 5.3.2", "K8TRE networking/workspaces"],
  }),
  remediationSteps:
    "Give the namespace a NetworkPolicy with an empty podSelector, the policyTypes Ingress and Egress and no rules.",
  validateStack: ({ resources }, report) => {
    const policies = objectsOf(resources, "NetworkPolicy");
    checkEach(objectsOf(resources, "Namespace"), (namespace) => {
      const inside = insideOf(namespace, policies);
      checkEach(["Ingress", "Egress"], (direction) => {
        if (holdsForAny(inside, (policy) => deniesAll(policy, direction))) return;
        report(
          `${subjectOf(namespace)} denies no ${direction.toLowerCase()}; add a NetworkPolicy with an empty podSelector, the policyType ${direction} and no rules`,
          namespace.urn,
        );
      });
    });
  },
};

function deniesAll({ props }: PolicyResource, direction: string): boolean {
  const spec = field(props, "spec");
  const types = asList(field(spec, "policyTypes"));
  return (
    (types.length > 0 ? types : ["Ingress"]).includes(direction) &&
    spec !== undefined &&
    selectsAll(field(spec, "podSelector")) &&
    asList(field(spec, direction.toLowerCase())).length === 0
  );
}
