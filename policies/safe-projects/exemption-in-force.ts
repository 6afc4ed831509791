import type { Severity } from "@pulumi/policy";
import { type Exemption, exemptionName, exemptionProblem, exemptionSchema, isFor } from "../kit/exemption";
import { fiveSafes } from "../kit/five-safes";
import type { StackRule } from "../kit/rule";

/** A decision not to hold a rule is one of people, for a reason and a time; one that nobody needs is a hole. */
export const exemptionInForce = (severities: ReadonlyMap<string, Severity>): StackRule => ({
  name: "safe-projects-exemption-in-force",
  description:
    "An exemption has a reason, an approver (two for a critical rule) and an end, and is for a rule and a resource that exist.",
  severity: "high",
  framework: fiveSafes("safe-projects", {
    control: "G-01",
    satre: ["1.2.09", "1.3.03"],
    also: ["AzureTRE#2171"],
  }),
  remediationSteps:
    "Have it decided again, mend what it excuses, or remove it from the environment's configuration.",
  configSchema: { properties: { exemptions: exemptionSchema } },
  validateStack: ({ resources, getConfig }, report) => {
    const { exemptions = [] } = getConfig<{ exemptions?: Exemption[] }>();
    for (const exemption of exemptions) {
      const problem =
        exemptionProblem(exemption, severities.get(exemption.rule)) ??
        (severities.has(exemption.rule)
          ? undefined
          : "is for a rule that cannot be exempted; correct its id") ??
        (resources.some(({ urn }) => isFor(exemption, urn))
          ? undefined
          : "is for no resource of the stack; remove it");
      if (problem !== undefined) report(`${exemptionName(exemption)} ${problem}`);
    }
  },
});
