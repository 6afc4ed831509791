import { fiveSafes } from "../kit/five-safes";
import { nameOf } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkPeers, securityGroups } from "../kit/security-group";
import { checkAll, checkEach } from "../kit/unknown";
import { isOn } from "../kit/value";

/** Data leaves by the connections a machine opens itself, and Neutron allows a new group all of them; what was deleted at the group's making shows in the program only, not in the state. */
export const egressDestinationLimited: StackRule = {
  name: "safe-settings-egress-destination-limited",
  description:
    "A security group lets out only to named destinations and drops the rules that Neutron starts it with.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-03",
    satre: ["2.2.11"],
    also: ["TEHDAS2 SPER-6", "Trivy OPNSTK no_public_egress"],
  }),
  remediationSteps: "Set deleteDefaultRules to true; name each destination in an egress rule of its own.",
  validateStack: ({ resources }, report) => {
    checkAll(
      () =>
        checkEach(securityGroups(resources), (group) => {
          if (!isOn(group.props.deleteDefaultRules))
            report(
              `security group "${nameOf(group, "name")}" keeps Neutron's rules, which let out everything; set deleteDefaultRules to true`,
              group.urn,
            );
        }),
      () =>
        checkPeers(
          resources,
          "egress",
          () => false,
          (subject, found, urn) => report(`${subject} lets out to ${found}; name the destinations`, urn),
        ),
    );
  },
};
