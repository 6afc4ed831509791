/** The tier of a project, for rules that ask for more the more sensitive the data is. */
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { labelKeys } from "../../components/five-safes";

/** The tier in a rule's configuration. */
export const tierSchema: PolicyConfigJSONSchema = {
  type: "integer",
  minimum: 0,
  maximum: 3,
  description: "Tier of the project; without it the label of the resource says it, and none counts as 3.",
};

/** The tier that the configuration or the labels say; 3 where neither says one. */
export function tierOf(configured: unknown, labels: Record<string, string>): number {
  const tier = String(configured ?? labels[labelKeys.tier]);
  return /^[0-3]$/.test(tier) ? Number(tier) : 3;
}
