import { checkBelongs, edgeRole, projectOf, roleOf } from "../kit/belonging";
import { fiveSafes } from "../kit/five-safes";
import { named } from "../kit/items";
import { namedBy } from "../kit/naming";
import type { StackRule } from "../kit/rule";
import { ruleName, securityGroupRules, securityGroups } from "../kit/security-group";
import { checkEach } from "../kit/unknown";

interface Config {
  project?: string;
  siteGroups?: string[];
}

/** A rule for a group is for whatever machine somebody puts into it later; in a preview, a group is told by where its id comes from. */
export const remoteGroupOwn: StackRule = {
  name: "safe-settings-remote-group-own",
  description: "A rule for a security group is for one of the same project, or for the platform's edge.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-04", satre: ["2.2.10"] }),
  remediationSteps:
    "Use the gateway's group or one of the project's own; list a group of the platform in the environment's configuration.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project." },
      siteGroups: {
        type: "array",
        items: { type: "string" },
        description: "Ids of the platform's security groups that any project's rules may name.",
        default: [],
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project, siteGroups = [] } = getConfig<Config>();
    const groups = securityGroups(resources);
    checkEach(securityGroupRules(resources), (rule) => {
      const [owner] = namedBy(rule, "securityGroupId", groups, ["id"]);
      const { found, elsewhere } = named(rule, [
        { key: "remoteGroupId", candidates: groups, candidateKey: "id" },
      ]);
      const others = found.filter((remote) => roleOf(remote) !== edgeRole);
      checkBelongs(
        { found: others, elsewhere },
        project ?? (owner && projectOf(owner)),
        siteGroups,
        (remote) => report(`${ruleName(rule)} is for the group ${remote}; use the gateway's group`, rule.urn),
      );
    });
  },
};
