import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofKinds, subjectOf } from "../kit/kubernetes";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** Whom these stand for: everyone who reaches the cluster, everyone who logs in, every pod, and those whom no role can hold back. */
const everyone = [
  "system:anonymous",
  "system:unauthenticated",
  "system:authenticated",
  "system:serviceaccounts",
  "system:masters",
];

/** A right belongs to people who can be named: one for everyone is a right of whoever gets in. */
export const roleBindingIdentified: ResourceRule = {
  name: "safe-people-role-binding-identified",
  description: "Roles are bound to people, groups or services that can be told apart.",
  severity: "critical",
  framework: fiveSafes("safe-people", {
    control: "U-31",
    also: ["CIS 5.1.7", "Gatekeeper disallowanonymous"],
  }),
  remediationSteps: "Bind the role to a group of the identity provider or to a service account.",
  validateResource: ofKinds(["ClusterRoleBinding", "RoleBinding"], (args, report) =>
    checkEach(asList(field(args.props, "subjects")), (subject) => {
      const name = String(field(subject, "name"));
      if (everyone.includes(name))
        report(`${subjectOf(args)} is for "${name}"; bind the role to a group of the identity provider`);
    }),
  ),
};
