import { fiveSafes } from "../kit/five-safes";
import { ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";

/** Helm itself makes what a release holds, so that no rule of this pack ever sees it. */
export const chartRendered: ResourceRule = {
  name: "safe-settings-chart-rendered",
  description: "Charts are rendered by the program, so that every object in them is judged.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-48",
    also: ["Pulumi: only registered resources reach the analyzer"],
  }),
  remediationSteps: "Use helm.v4.Chart in place of helm.v3.Release, or write the objects out.",
  validateResource: ofType("kubernetes:helm.sh/v3:Release", (_props, { name }, report) =>
    report(`release "${name}" hides its objects from the rules; use helm.v4.Chart`),
  ),
};
