import type { PolicyPackConfig } from "@pulumi/policy";
import { type Finding, type Judged, judge } from "../../policies/judge";
import type { rules } from "../../policies/rules";
import { noting, type Reads, variants } from "./variants";

/** A rule of the pack. */
export type Rule = (typeof rules)[number];

/** By what a rule judges. */
export interface Judgement {
  config: PolicyPackConfig;
  /** The day by which dates are judged. */
  today: string;
}

/**
 * The URNs of the resources that a rule judges. A rule that reports nothing may have found nothing to judge: one about
 * audit buckets reads the names of all buckets. So what stands is varied, and a resource counts as judged where
 * the rule reports it in at least one variant. What the rule reports of the stack as a whole counts under `stackUrn`.
 */
export async function judgedResources(
  rule: Rule,
  resources: readonly Judged[],
  stackUrn: string,
  { config, today }: Judgement,
): Promise<Set<string>> {
  const reads: Reads = new Map();
  const looked = new Set<string>();
  await judge([watched(rule, looked)], noting(resources, reads), { config, today });
  // what the rule knows only the type of is left out: that is a variant as well, and judged much faster
  const seen = resources.filter(
    ({ urn = "", type }) => looked.has(urn) && (reads.size === 0 || reads.has(type)),
  );

  const judged = new Set<string>();
  for (const variant of variants(seen, reads)) {
    for (const finding of await judgeVariant(rule, variant, { config, today }))
      if (!finding.unknown) judged.add(finding.urn ?? stackUrn);
    if (seen.every(({ urn = "" }) => judged.has(urn))) break;
  }
  return judged;
}

/** A variant is no environment that anybody has: a rule that fails on it says nothing of what stands. */
const judgeVariant = (rule: Rule, variant: readonly Judged[], judgement: Judgement): Promise<Finding[]> =>
  judge([rule], variant, judgement).catch(() => []);

/** The same rule; the resources that it does not put aside at once are noted. */
function watched(rule: Rule, looked: Set<string>): Rule {
  if ("validateStack" in rule)
    return {
      ...rule,
      validateStack: (args, report) => {
        for (const { urn } of args.resources) looked.add(urn);
        return rule.validateStack(args, report);
      },
    };
  const { validateResource } = rule;
  const watch: typeof validateResource = (args, report) => {
    looked.add(args.urn);
    const notApplicable = (reason?: string): never => {
      looked.delete(args.urn);
      return args.notApplicable(reason);
    };
    return validateResource({ ...args, notApplicable }, report);
  };
  // keeps the mark of the type that the rule is for
  return { ...rule, validateResource: Object.assign(watch, validateResource) };
}
