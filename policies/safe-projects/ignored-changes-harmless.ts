import { fiveSafes } from "../kit/five-safes";
import type { ResourceRule } from "../kit/rule";

/** Paths whose changes hide nothing that a rule reads; the properties below them count too. */
const harmless = [
  "description",
  "displayName",
  "metadata.managedFields",
  "metadata.resourceVersion",
  "spec.replicas",
  "status",
];

/** A property whose changes are ignored is judged as the program says it, whatever it has become. */
export const ignoredChangesHarmless: ResourceRule = {
  name: "safe-projects-ignored-changes-harmless",
  description: "The option ignoreChanges hides no property that matters to security.",
  severity: "high",
  framework: fiveSafes("safe-projects", { control: "G-02", satre: ["2.4.04"] }),
  remediationSteps: "Remove the property from ignoreChanges and let the program say what it is.",
  configSchema: {
    properties: {
      ignorable: {
        type: "array",
        items: { type: "string" },
        description: "Properties whose changes may be ignored, as paths such as spec.replicas.",
        default: harmless,
      },
    },
  },
  validateResource: ({ name, opts, getConfig }, report) => {
    const { ignorable = harmless } = getConfig<{ ignorable?: string[] }>();
    for (const ignored of opts.ignoreChanges) {
      const path = plainPath(ignored);
      if (!ignorable.some((it) => path === it || path.startsWith(`${it}.`)))
        report(`resource "${name}" ignores changes of "${ignored}"; remove it from ignoreChanges`);
    }
  },
};

/** `["spec"].containers[0]` as `spec.containers.0`. */
const plainPath = (path: string): string =>
  path.replace(/\[["']?([^\]"']+)["']?\]/g, ".$1").replace(/^\./, "");
