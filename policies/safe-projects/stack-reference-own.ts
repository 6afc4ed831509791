import { fiveSafes } from "../kit/five-safes";
import { ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";

interface Config {
  project?: string;
  platformStacks?: string[];
}

/** A stack's outputs are addresses and keys of its project; preview and up show packs no references, so `spe check` and `pulumi policy analyze` judge them. */
export const stackReferenceOwn: ResourceRule = {
  name: "safe-projects-stack-reference-own",
  description: "A stack reads the outputs of the platform's stacks and of its own project's only.",
  severity: "critical",
  framework: fiveSafes("safe-projects", {
    control: "P-07",
    satre: ["2.1.08", "2.2.10"],
    also: ["TEHDAS2 SPER-6"],
  }),
  remediationSteps:
    "Remove the reference; publish the value through a stack of the platform, and list that in the environment's configuration.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which is its stack's name." },
      platformStacks: {
        type: "array",
        items: { type: "string" },
        description: "Full names of the platform's stacks, for example organization/spe-site/bielefeld.",
        default: [],
      },
    },
  },
  validateResource: ofType<{ name: string }>(
    "pulumi:pulumi:StackReference",
    ({ name }, { urn, getConfig }, report) => {
      const { project, platformStacks = [] } = getConfig<Config>();
      const [, stack = "", program = ""] = /^urn:pulumi:(.+?)::(.+?)::/.exec(urn) ?? [];
      const own = [stack, project].flatMap((it) =>
        it ? [it, `${program}/${it}`, `organization/${program}/${it}`] : [],
      );
      if (![...own, ...platformStacks].includes(name))
        report(
          `stack reference "${name}" reaches another project's stack; publish the value through a stack of the platform`,
        );
    },
  ),
};
