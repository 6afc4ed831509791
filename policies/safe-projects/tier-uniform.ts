import type { PolicyResource } from "@pulumi/policy";
import { labelKeys } from "../../components/five-safes";
import { fiveSafes } from "../kit/five-safes";
import { labelsOf } from "../kit/labels";
import { nameOf } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkEach, ifKnown } from "../kit/unknown";

const tiers = ["0", "1", "2", "3"];

/** The tier decides how strictly all the other rules bind: one resource of a lower tier is where the data gets out; those of other stacks are not seen here. */
export const tierUniform: StackRule = {
  name: "safe-projects-tier-uniform",
  description: "Everything that takes labels carries the tier of the stack's one project.",
  severity: "high",
  framework: fiveSafes("safe-projects", {
    control: "P-06",
    satre: ["3.1.03", "3.1.18", "3.1.19"],
    also: ["DSH sensitivity tiers"],
  }),
  remediationSteps: `Label the resource "${labelKeys.tier}" with the project's tier, 0 to 3; give what is of another tier a stack of its own.`,
  configSchema: {
    properties: {
      tier: {
        type: "integer",
        minimum: 0,
        maximum: 3,
        description: "Tier of the project; without it, the highest that the stack's labels say.",
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const labelled = resources.filter(({ type }) => Object.hasOwn(labelsOf, type));
    const tier = String(getConfig<{ tier?: number }>().tier ?? highestTier(labelled));
    checkEach(labelled, (resource) => {
      const found = tierOf(resource);
      if (found === tier) return;
      report(
        `${resource.type.split(":").at(-1)} "${nameOf(resource, "name")}" carries ${
          found === undefined ? "no tier" : `the tier "${found}"`
        }; label it "${labelKeys.tier}": "${tier}", or move it to another stack`,
        resource.urn,
      );
    });
  },
};

const tierOf = ({ type, props }: PolicyResource): string | undefined =>
  labelsOf[type]?.(props)[labelKeys.tier];

/** The highest tier among the labels; the highest there is where none says one. */
function highestTier(resources: readonly PolicyResource[]): string {
  const found = resources.map((resource) => ifKnown(() => tierOf(resource)));
  return tiers.findLast((tier) => found.includes(tier)) ?? "3";
}
