import type { SubnetArgs } from "@pulumi/openstack/networking";
import { isPublic, readRange } from "../kit/cidr";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** Names are looked up where nothing else gets out, and a resolver of the internet carries data away inside the names. */
export const resolverOwn: ResourceRule = {
  name: "safe-settings-resolver-own",
  description: "A subnet's machines ask the platform's own resolvers.",
  severity: "medium",
  framework: fiveSafes("safe-settings", {
    control: "S-09",
    also: ["AzureTRE#4036 (DNS tunnelling in a penetration test)", "DSH security checklist no_nslookup"],
  }),
  remediationSteps: "List the platform's resolvers, which answer for allowed names only, in dnsNameservers.",
  configSchema: {
    properties: {
      resolvers: {
        type: "array",
        items: { type: "string" },
        description:
          "Addresses of the platform's resolvers. Where none is listed, any that is not of the internet counts, Neutron's own too.",
        default: [],
      },
    },
  },
  validateResource: ofType<SubnetArgs>("openstack:networking/subnet:Subnet", (props, args, report) => {
    const { resolvers = [] } = args.getConfig<{ resolvers?: string[] }>();
    const subject = `subnet "${nameOf(args, "name")}"`;
    const used = asList(props.dnsNameservers);
    if (used.length === 0 && resolvers.length > 0)
      report(`${subject} names no resolver; list ${resolvers.join(", ")} in dnsNameservers`);
    checkEach(used, (address) => {
      if (!isOwn(address, resolvers))
        report(`${subject} asks the resolver "${address}"; list the platform's own in dnsNameservers`);
    });
  }),
};

function isOwn(address: unknown, resolvers: readonly string[]): boolean {
  if (resolvers.length > 0) return resolvers.includes(address as string);
  const range = readRange(address);
  return range !== undefined && !isPublic(range);
}
