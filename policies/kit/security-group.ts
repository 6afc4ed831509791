/** What the rules of OpenStack's security groups let through. */
import type { PolicyResource } from "@pulumi/policy";
import { checkWidth } from "./cidr";
import { isGiven } from "./given";
import { namedBy } from "./naming";
import { nameOf, resourcesOfType } from "./resource";
import { checkAll, checkEach, ifKnown } from "./unknown";
import { asList } from "./value";

type Direction = "ingress" | "egress";

/** Security groups of a stack. */
export const securityGroups = (resources: readonly PolicyResource[]): readonly PolicyResource[] =>
  resourcesOfType(resources, "openstack:networking/secGroup:SecGroup");

/** Rules of security groups in a stack. */
export const securityGroupRules = (resources: readonly PolicyResource[]): readonly PolicyResource[] =>
  resourcesOfType(resources, "openstack:networking/secGroupRule:SecGroupRule");

/** Whether a rule is for a direction; one that says none is for both. */
export const goes = ({ props }: PolicyResource, direction: Direction): boolean =>
  props.direction !== (direction === "ingress" ? "egress" : "ingress");

/** What messages call a rule. */
export const ruleName = ({ name }: PolicyResource): string => `security group rule "${name}"`;

/** First and last port of a rule, which has all of them where it gives none or 0. */
export function portsOf(rule: PolicyResource): [first: number, last: number] {
  const read = (key: string, otherwise: number): number => {
    const port = isGiven(rule, key) ? Number(rule.props[key]) : 0;
    return port >= 1 ? port : otherwise;
  };
  return [read("portRangeMin", 1), read("portRangeMax", 65_535)];
}

/** The prefixes that a rule is for: none where it is for another group, everything where it says nothing. */
export function peersOf(rule: PolicyResource, resources: readonly PolicyResource[]): readonly unknown[] {
  if (isGiven(rule, "remoteGroupId")) return [];
  if (isGiven(rule, "remoteIpPrefix")) return [rule.props.remoteIpPrefix];
  const addressGroups = addressGroupsOf(rule, resources);
  if (addressGroups.length > 0) return addressGroups.flatMap(({ props }) => asList(props.addresses));
  // what an address group from elsewhere holds, nobody here can tell: it counts as everything
  return [rule.props.ethertype === "IPv6" ? "::/0" : "0.0.0.0/0"];
}

function addressGroupsOf(rule: PolicyResource, resources: readonly PolicyResource[]): PolicyResource[] {
  const all = resourcesOfType(resources, "openstack:networking/addressGroupV2:AddressGroupV2");
  return isGiven(rule, "remoteAddressGroupId") ? namedBy(rule, "remoteAddressGroupId", all, ["id"]) : [];
}

/**
 * Judges how wide the rules of a stack open their groups in a direction: each rule, and each group's rules together.
 * @param isAllowed whether a rule may be as wide as it likes
 * @param refuse told what is open for whom
 */
export function checkPeers(
  resources: readonly PolicyResource[],
  direction: Direction,
  isAllowed: (rule: PolicyResource) => boolean,
  refuse: (subject: string, found: string, urn: string) => void,
): void {
  const narrow: [rule: PolicyResource, peers: readonly unknown[]][] = [];
  checkAll(
    () =>
      checkEach(securityGroupRules(resources), (rule) => {
        if (!goes(rule, direction) || isAllowed(rule)) return;
        const peers = peersOf(rule, resources);
        let isNarrow = true;
        checkWidth(peers, (found) => {
          isNarrow = false;
          refuse(ruleName(rule), found, rule.urn);
        });
        if (isNarrow) narrow.push([rule, peers]);
      }),
    () => {
      for (const { subject, urn, peers } of together(narrow, securityGroups(resources)))
        checkWidth(peers, (found) => refuse(subject, found, urn));
    },
  );
}

interface Together {
  subject: string;
  urn: string;
  peers: unknown[];
}

/** The peers of all rules of each group. */
function together(
  rules: readonly [rule: PolicyResource, peers: readonly unknown[]][],
  groups: readonly PolicyResource[],
): Iterable<Together> {
  const result = new Map<unknown, Together>();
  for (const [rule, peers] of rules) {
    const [group] = namedBy(rule, "securityGroupId", groups, ["id"]);
    const id = ifKnown(() => rule.props.securityGroupId as unknown);
    const key = group?.urn ?? id;
    const all = result.get(key) ?? {
      subject: `security group "${group === undefined ? id : nameOf(group, "name")}"`,
      urn: (group ?? rule).urn,
      peers: [],
    };
    all.peers.push(...peers);
    result.set(key, all);
  }
  return result.values();
}
