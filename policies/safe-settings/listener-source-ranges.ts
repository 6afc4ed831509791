import type { ListenerArgs } from "@pulumi/openstack/loadbalancer";
import { checkWidth } from "../kit/cidr";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { asList } from "../kit/value";

/** A listener without ranges is for the whole internet, and a TES or WES behind it starts tasks for whoever asks. */
export const listenerSourceRanges: ResourceRule = {
  name: "safe-settings-listener-source-ranges",
  description: "A load balancer's listener names the ranges that may reach it.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-17",
    also: [
      "cnspec listener-restricts-source-cidrs",
      "TEHDAS2 TIR-11",
      "paper (TES-K at SURF has neither authentication nor ranges)",
    ],
  }),
  remediationSteps: "Set allowedCidrs to the ranges of the project's users.",
  configSchema: {
    properties: {
      openPorts: {
        type: "array",
        items: { type: "integer" },
        description: "Ports of listeners that anyone may reach, for example 443 of a public login page.",
        default: [],
      },
    },
  },
  validateResource: ofType<ListenerArgs>(
    "openstack:loadbalancer/listener:Listener",
    (props, args, report) => {
      const { openPorts = [] } = args.getConfig<{ openPorts?: number[] }>();
      if (openPorts.includes(Number(props.protocolPort))) return;
      const refuse = (found: string): void =>
        report(
          `listener "${nameOf(args, "name")}" is open to ${found}; set allowedCidrs to the ranges that need it`,
        );
      const ranges = asList(props.allowedCidrs);
      if (ranges.length === 0) refuse("everyone");
      checkWidth(ranges, refuse);
    },
  ),
};
