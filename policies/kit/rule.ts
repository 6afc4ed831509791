import type {
  ReportViolation,
  ResourceValidation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type Exemption, exemptionProblem, exemptionSchema, isFor } from "./exemption";
import { makePrintable } from "./value";

/** A rule on single resources, complete: one function, and all that the report and the documents say about it. */
export type ResourceRule = Complete<ResourceValidationPolicy> & { validateResource: ResourceValidation };

/** A rule on relations between the resources of a stack. */
export type StackRule = Complete<StackValidationPolicy>;

/** A rule of the pack. */
export type Rule = ResourceRule | StackRule;

type Complete<T extends ResourceValidationPolicy | StackValidationPolicy> = T &
  Required<Pick<T, "severity" | "framework" | "remediationSteps">>;

/**
 * The same rule as a part of the pack. It takes exemptions: it does not report a resource for which one in force is
 * configured. And it reads inputs whose keys have names that mean something to JavaScript.
 */
export function exemptable<T extends Rule>(rule: T): T {
  const properties = { ...rule.configSchema?.properties, exemptions: exemptionSchema };
  const configSchema = { ...rule.configSchema, properties };
  if ("validateStack" in rule) {
    const validateStack: StackRule["validateStack"] = (args, report) => {
      for (const { props } of args.resources) makePrintable(props);
      return rule.validateStack(args, unlessExempt(rule, args.getConfig<Configured>(), report));
    };
    return { ...rule, configSchema, validateStack };
  }
  const validateResource: ResourceValidation = (args, report) => {
    makePrintable(args.props);
    return rule.validateResource(args, unlessExempt(rule, args.getConfig<Configured>(), report, args.urn));
  };
  // keeps the mark by which the SDK skips resources of other types
  return { ...rule, configSchema, validateResource: Object.assign(validateResource, rule.validateResource) };
}

interface Configured {
  exemptions?: Exemption[];
}

function unlessExempt(
  { name, severity }: Rule,
  { exemptions = [] }: Configured,
  report: ReportViolation,
  judged?: string,
): ReportViolation {
  const inForce = exemptions.filter(
    (exemption) => exemption.rule === name && exemptionProblem(exemption, severity) === undefined,
  );
  return (message, urn = judged) => {
    if (urn !== undefined && inForce.some((exemption) => isFor(exemption, urn))) return;
    report(message, urn);
  };
}
