import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { mayBeOn } from "../kit/value";

/** On a shared network, machines of other projects are neighbours, and an external one is the internet's side. */
export const networkPrivate: ResourceRule = {
  name: "safe-settings-network-private",
  description: "A network is neither shared nor external, and nothing is offered to every project.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-06", satre: ["2.2.10"] }),
  remediationSteps: "Remove shared and external; name the one project in targetTenant of an RbacPolicyV2.",
  validateResource: ofTypes(
    {
      "openstack:networking/network:Network": false,
      "openstack:networking/rbacPolicyV2:RbacPolicyV2": true,
    },
    (isOffer, args, report) => {
      const { name, props } = args;
      if (isOffer) {
        if (!/^[\w-]+$/.test(String(props.targetTenant)))
          report(
            `rbac policy "${name}" is for the project "${props.targetTenant}"; name one project in targetTenant`,
          );
        return;
      }
      checkEach(
        [
          ["shared", () => props.shared],
          ["shared", () => field(props, "valueSpecs", "shared")],
          ["external", () => props.external],
          ["external", () => field(props, "valueSpecs", "router:external")],
        ] as const,
        ([word, read]) => {
          if (mayBeOn(read())) report(`network "${nameOf(args, "name")}" is ${word}; remove ${word}`);
        },
      );
    },
  ),
};
