import type { PolicyResource } from "@pulumi/policy";
import { isWithin, type Range, readRange } from "../kit/cidr";
import { fiveSafes } from "../kit/five-safes";
import { readAll } from "../kit/known-values";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkEach, ifKnown } from "../kit/unknown";
import { mayBeOn } from "../kit/value";

/** A file share asks for no login: who can send packets from a listed address reads it. */
export const sharePrivate: StackRule = {
  name: "safe-data-share-private",
  description: "A file share is private and is reached by a CephX key or from the project's own subnets.",
  severity: "critical",
  framework: fiveSafes("safe-data", {
    control: "D-19",
    also: ["cnspec share-not-public", "cnspec share-no-world-access"],
  }),
  remediationSteps:
    "Remove isPublic; give access by cephx, or to addresses within the project's own subnets (accessType ip).",
  configSchema: {
    properties: {
      subnets: {
        type: "array",
        items: { type: "string" },
        description: "Ranges of the project's subnets that another stack makes.",
        default: [],
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { subnets = [] } = getConfig<{ subnets?: string[] }>();
    const own = resourcesOfType(resources, "openstack:networking/subnet:Subnet");
    const cidrs = [...subnets, ...own.map((subnet) => ifKnown(() => subnet.props.cidr as unknown))];
    const ranges = cidrs.flatMap((cidr) => readRange(cidr) ?? []);
    checkEach(resources, (resource) => {
      const { type, urn, props } = resource;
      if (type === "openstack:sharedfilesystem/share:Share" && mayBeOn(props.isPublic))
        report(`share "${nameOf(resource, "name")}" is public; remove isPublic`, urn);
      // read-only input is a rule of its own (D-15)
      if (type === "openstack:sharedfilesystem/shareAccess:ShareAccess")
        checkAccess(resource, own, ranges, (problem) =>
          report(
            `share access "${resource.name}" ${problem}; give it by cephx or to the project's subnets`,
            urn,
          ),
        );
    });
  },
};

function checkAccess(
  { props }: PolicyResource,
  own: readonly PolicyResource[],
  ranges: readonly Range[],
  refuse: (problem: string) => void,
): void {
  if (props.accessType === "cephx") return;
  if (props.accessType !== "ip") {
    refuse(`is of the type "${props.accessType}"`);
    return;
  }
  const range = readRange(props.accessTo);
  if (range !== undefined && isWithin(range, ranges)) return;
  // it may be in a subnet whose range is not known yet
  readAll(own, "cidr");
  refuse(`is for "${props.accessTo}"`);
}
