import type { PolicyResource } from "@pulumi/policy";
import { labelKeys } from "../../components/five-safes";
import { fiveSafes } from "../kit/five-safes";
import { labelsOf } from "../kit/labels";
import { nameOf } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkEach, ifKnown } from "../kit/unknown";

/** What nobody can tell the project of, nobody ends with the project. */
export const resourceLabelled: StackRule = {
  name: "safe-projects-resource-labelled",
  description: "Everything that takes labels carries the id of the stack's one project.",
  severity: "medium",
  framework: fiveSafes("safe-projects", {
    control: "P-01",
    satre: ["1.4.06", "4.4.02"],
    also: ["TEHDAS2 OPR-4"],
  }),
  remediationSteps: `Give the resource the project's labels, above all "${labelKeys.project}".`,
  configSchema: {
    properties: {
      project: {
        type: "string",
        description: "Id of the project; without it, the first labelled resource of the stack says it.",
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const labelled = resources.filter(({ type }) => Object.hasOwn(labelsOf, type));
    const { project = firstProject(labelled) } = getConfig<{ project?: string }>();
    checkEach(labelled, (resource) => {
      const found = projectOf(resource);
      if (found !== undefined && found === project) return;
      report(
        `${resource.type.split(":").at(-1)} "${nameOf(resource, "name")}" carries ${
          found === undefined ? "no project" : `the project "${found}"`
        }; label it "${labelKeys.project}": "${project ?? "<project>"}"`,
        resource.urn,
      );
    });
  },
};

const projectOf = ({ type, props }: PolicyResource): string | undefined =>
  labelsOf[type]?.(props)[labelKeys.project];

const firstProject = (resources: readonly PolicyResource[]): string | undefined =>
  resources.map((resource) => ifKnown(() => projectOf(resource))).find((project) => project !== undefined);
