import { checkWidth } from "../kit/cidr";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** How a kind of resource that is reached from outside is called, and where it lists the ranges that reach it. */
interface Door {
  kind: string;
  nameKey: string;
  rangesKeys: string[];
}

const doors: Readonly<Record<string, Door>> = {
  "openstack:loadbalancer/listener:Listener": {
    kind: "listener",
    nameKey: "name",
    rangesKeys: ["allowedCidrs"],
  },
  // what stands before its API server and its workers is made by the platform, where no rule sees it
  "pulumi-nodejs:dynamic/kubernetes:KkpUserCluster": {
    kind: "cluster",
    nameKey: "clusterName",
    rangesKeys: ["apiServerAllowedRanges", "nodePortsAllowedRanges"],
  },
};

/** A listener without ranges is for the whole internet, and a TES or WES behind it starts tasks for whoever asks. */
export const listenerSourceRanges: ResourceRule = {
  name: "safe-settings-listener-source-ranges",
  description: "A load balancer's listener, and a platform's cluster, name the ranges that may reach them.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-17",
    also: [
      "cnspec listener-restricts-source-cidrs",
      "TEHDAS2 TIR-11",
      "paper (TES-K at SURF has neither authentication nor ranges)",
    ],
  }),
  remediationSteps:
    "Set allowedCidrs, or a cluster's apiServerAllowedRanges and nodePortsAllowedRanges, to the ranges of the project's users.",
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
  validateResource: ofTypes(doors, ({ kind, nameKey, rangesKeys }, args, report) => {
    const { openPorts = [] } = args.getConfig<{ openPorts?: number[] }>();
    if (openPorts.includes(Number(field(args.props, "protocolPort")))) return;
    checkEach(rangesKeys, (key) => {
      const refuse = (found: string): void =>
        report(
          `${kind} "${nameOf(args, nameKey)}" is open to ${found}; set ${key} to the ranges that need it`,
        );
      const ranges = asList(field(args.props, key));
      if (ranges.length === 0) refuse("everyone");
      checkWidth(ranges, refuse);
    });
  }),
};
