import { fiveSafes } from "../kit/five-safes";
import { isReviewed } from "../kit/reviewed-types";
import type { ResourceRule } from "../kit/rule";

/** Rules know the types that somebody has looked at; what comes in by another one, nobody judges. */
export const resourceTypeReviewed: ResourceRule = {
  name: "safe-projects-resource-type-reviewed",
  description: "A project is made of resources of reviewed types only.",
  severity: "high",
  framework: fiveSafes("safe-projects", { control: "G-03", satre: ["2.2.09"], also: ["K8TRE"] }),
  remediationSteps: "Review the type, add rules for it and put it on the pack's list, or use a reviewed one.",
  configSchema: {
    properties: {
      reviewedTypes: {
        type: "array",
        items: { type: "string" },
        description: "Types that this environment may use beside the pack's own list, written out.",
        default: [],
      },
    },
  },
  validateResource: ({ name, type, getConfig }, report) => {
    const { reviewedTypes = [] } = getConfig<{ reviewedTypes?: string[] }>();
    if (!isReviewed(type) && !reviewedTypes.includes(type))
      report(
        `resource "${name}" is of the type ${type}, which nobody has reviewed; review it, or use another`,
      );
  },
};
