import type { PolicyResource } from "@pulumi/policy";
import type { Rule } from "./rule";

/**
 * Rules of which those on relations see a resource's inputs where a preview has no outputs of it: the engine asks no provider
 * whose own settings are still unknown, as that of a cluster that is yet to be made, and shows such resources as empty.
 */
export function seeingInputs(rules: readonly Rule[]): Rule[] {
  const inputs = new Map<string, Record<string, unknown>>();
  return rules.map((rule) => {
    if ("validateStack" in rule) {
      const validateStack: typeof rule.validateStack = (args, report) => {
        for (const resource of args.resources) fill(resource, inputs.get(resource.urn));
        return rule.validateStack(args, report);
      };
      return { ...rule, validateStack };
    }
    const validateResource: typeof rule.validateResource = (args, report) => {
      inputs.set(args.urn, args.props);
      return rule.validateResource(args, report);
    };
    // keeps the mark by which the SDK skips resources of other types
    return { ...rule, validateResource: Object.assign(validateResource, rule.validateResource) };
  });
}

function fill(resource: PolicyResource, inputs: Record<string, unknown> | undefined): void {
  if (inputs !== undefined && Object.keys(resource.props).length === 0)
    Object.assign(resource, { props: inputs });
}
