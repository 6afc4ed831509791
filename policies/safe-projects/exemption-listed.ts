import type { Severity } from "@pulumi/policy";
import { type Exemption, exemptionName, exemptionProblem, exemptionSchema } from "../kit/exemption";
import { fiveSafes } from "../kit/five-safes";
import type { StackRule } from "../kit/rule";

/** Who reads that an environment holds the rules must read which of them it was let off. */
export const exemptionListed = (severities: ReadonlyMap<string, Severity>): StackRule => ({
  name: "safe-projects-exemption-listed",
  description: "Each exemption in force stands in every report.",
  severity: "low",
  framework: fiveSafes("safe-projects", { control: "G-01", satre: ["1.2.09", "1.3.03"] }),
  remediationSteps: "None is needed before the exemption ends; mend the resource and remove it.",
  configSchema: { properties: { exemptions: exemptionSchema } },
  validateStack: ({ getConfig }, report) => {
    const { exemptions = [] } = getConfig<{ exemptions?: Exemption[] }>();
    const isInForce = (it: Exemption): boolean =>
      severities.has(it.rule) && exemptionProblem(it, severities.get(it.rule)) === undefined;
    for (const exemption of exemptions.filter(isInForce))
      report(
        `${exemptionName(exemption)} until ${exemption.expires}, by ${exemption.approvers.join(" and ")}: ${exemption.reason}`,
      );
  },
});
