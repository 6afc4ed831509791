import type { PolicyResource } from "@pulumi/policy";
import { edgeRole, roleOf } from "../kit/belonging";
import { fiveSafes } from "../kit/five-safes";
import { isGiven } from "../kit/given";
import { namedBy } from "../kit/naming";
import type { StackRule } from "../kit/rule";
import { checkPeers, portsOf, securityGroups } from "../kit/security-group";

/** Whoever on the internet can reach a machine tries its doors within minutes; a rule that names no source is for all of them. */
export const ingressSourceLimited: StackRule = {
  name: "safe-settings-ingress-source-limited",
  description:
    "A security group lets in only who is named; anyone comes in at port 443 of an edge group alone.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-01",
    satre: ["2.2.09"],
    also: ["Trivy OPNSTK-0003", "cnspec#3428"],
  }),
  remediationSteps:
    'Set remoteGroupId to the gateway\'s group, or remoteIpPrefix to the ranges that need it; what is for everyone goes to tcp port 443 of a group labelled "spe.role=edge".',
  validateStack: ({ resources }, report) => {
    const groups = securityGroups(resources);
    checkPeers(
      resources,
      "ingress",
      (rule) => isEdgeDoor(rule, groups),
      (subject, found, urn) =>
        report(`${subject} lets in ${found}; name the gateway's group or the ranges that need it`, urn),
    );
  },
};

function isEdgeDoor(rule: PolicyResource, groups: readonly PolicyResource[]): boolean {
  const own = namedBy(rule, "securityGroupId", groups, ["id"]);
  const isHttps = isGiven(rule, "protocol") && rule.props.protocol === "tcp" && portsOf(rule).every(is443);
  return isHttps && own.length > 0 && own.every((group) => roleOf(group) === edgeRole);
}

const is443 = (port: number): boolean => port === 443;
