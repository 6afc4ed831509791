import type { ResourceValidationArgs } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { isInputGiven } from "../kit/given";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** A password is guessed, and it lies in the state as does a private key that Nova makes; the group "default" is open to all its members. */
export const instanceKeyAndGroup: ResourceRule = {
  name: "safe-settings-instance-key-and-group",
  description:
    "An instance is entered by a key that was made elsewhere and stands in security groups of its own.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-10",
    also: [
      "CKV_OPENSTACK_4",
      "Trivy OPNSTK-0001",
      "cnspec server-uses-keypair",
      "cnspec server-has-security-group",
    ],
  }),
  remediationSteps:
    "Remove adminPass; set keyPair, and publicKey of the Keypair; list securityGroups, or attach by ports that have groups.",
  validateResource: ofTypes(
    {
      "openstack:compute/instance:Instance": true,
      "openstack:compute/keypair:Keypair": false,
    },
    (isInstance, args, report) => {
      if (isInstance)
        checkInstance(args, (problem) => report(`instance "${nameOf(args, "name")}" ${problem}`));
      else if (!isInputGiven(args.props, "publicKey"))
        report(
          `key pair "${nameOf(args, "name")}" leaves it to Nova to make the private key; set publicKey to one made elsewhere`,
        );
    },
  ),
};

function checkInstance(args: ResourceValidationArgs, refuse: (problem: string) => void): void {
  const { props } = args;
  checkAll(
    () => {
      if (isInputGiven(args.props, "adminPass")) refuse("has a password; remove adminPass");
      if (!isInputGiven(args.props, "keyPair")) refuse("has no key pair; set keyPair");
    },
    () => {
      const groups = asList(props.securityGroups);
      if (groups.length === 0 && !isAttachedByPorts(props))
        refuse('lists no security group and gets "default"; set securityGroups');
      checkEach(groups, (group) => {
        if (String(group).toLowerCase() === "default")
          refuse('is in the security group "default"; list groups of its own');
      });
    },
  );
}

/** Whether all networks are reached by ports, whose groups count and are judged there. */
function isAttachedByPorts({ networks }: Record<string, unknown>): boolean {
  const items = asList(networks);
  return items.length > 0 && items.every((item) => isInputGiven(item, "port"));
}
