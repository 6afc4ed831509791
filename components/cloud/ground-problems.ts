import { addressProblem, hostRange, networkProblem, overlapProblem } from "./address-range";
import type { CloudSite } from "./cloud-site";
import { lineProblems, rolePattern } from "./line-problems";
import type { ProjectGroundArgs } from "./project-ground";

/** Prefix lengths of a project's network: from a whole private block to one with room for a dozen machines. */
const sizes: [largest: number, smallest: number] = [16, 28];

/** What is wrong with a ground's arguments, all at once. */
export function groundProblems(args: ProjectGroundArgs): Record<string, string | undefined> {
  const { project, site, cidr, access, egress = [], roles } = args;
  return {
    "project.id": projectIdProblem(project.id),
    ...siteProblems(site),
    cidr: networkProblem(cidr, sizes) ?? overlapProblem(cidr, neighbours(site)),
    ...Object.fromEntries(
      (roles ?? []).map((role, at) => [`roles[${at}]`, roleProblem(role, roles ?? [], at)]),
    ),
    ...lineProblems(access, egress, { roles, cidr }),
  };
}

/** Ids of projects, with which the names of what they have begin. */
export const projectIdProblem = (id: string): string | undefined =>
  /^[a-z][a-z0-9-]{2,23}$/.test(id)
    ? undefined
    : `must be 3 to 24 lower-case letters, digits or hyphens, got "${id}"`;

/** What an environment's networks must stay out of. */
export const neighbours = ({ externalRanges = [], resolvers }: CloudSite): string[] => [
  ...externalRanges,
  ...resolvers.filter((it) => addressProblem(it) === undefined).map(hostRange),
];

/** What is wrong with what a network takes from its site. */
export function siteProblems({ mtu, resolvers }: CloudSite): Record<string, string | undefined> {
  return {
    // below 1280, IPv6 does not work (RFC 8200); above 9216, no switch forwards
    "site.mtu":
      Number.isInteger(mtu) && mtu >= 1280 && mtu <= 9216 ? undefined : `must be 1280 to 9216, got ${mtu}`,
    ...Object.fromEntries(resolvers.map((it, at) => [`site.resolvers[${at}]`, addressProblem(it)])),
  };
}

function roleProblem(role: string, roles: readonly string[], at: number): string | undefined {
  if (!rolePattern.test(role))
    return `must be a role of 2 to 31 lower-case letters, digits or hyphens, got "${role}"`;
  return roles.indexOf(role) < at ? `repeats "${role}"` : undefined;
}
