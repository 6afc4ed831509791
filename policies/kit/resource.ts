import type {
  PolicyResource,
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
} from "@pulumi/policy";
import type { Unwrap } from "@pulumi/pulumi";
import { perList } from "./per-list";
import { ifKnown } from "./unknown";

/**
 * Judges resources of one type, as the SDK's `validateResourceOfType` does. It takes the type's token and not its
 * class, because loading the providers' SDKs for their classes would slow down every start of the pack.
 */
export function ofType<TArgs>(
  token: string,
  judge: (props: Unwrap<TArgs>, args: ResourceValidationArgs, report: ReportViolation) => void,
): ResourceValidation {
  const validation: ResourceValidation = (args, report) => {
    if (args.type !== token) args.notApplicable(`judges resources of type ${token}`);
    judge(args.props as Unwrap<TArgs>, args, report);
  };
  // the mark by which the SDK skips resources of other types before it reads their properties
  return Object.assign(validation, { __pulumiType: token });
}

/** Judges resources of several types; `types` holds for each token what the rule needs to know about it. */
export function ofTypes<TFacts>(
  types: Readonly<Record<string, TFacts>>,
  judge: (facts: TFacts, args: ResourceValidationArgs, report: ReportViolation) => void,
): ResourceValidation {
  // typed, so that the compiler sees that notApplicable never returns
  return (args: ResourceValidationArgs, report) => {
    const facts = Object.hasOwn(types, args.type) ? types[args.type] : undefined;
    if (facts === undefined) args.notApplicable(`does not judge resources of type ${args.type}`);
    judge(facts, args, report);
  };
}

/** The name a message gives a resource: what its server calls it where that is known, else its name in the program. */
export function nameOf(
  { name, props }: { name: string; props: Record<string, unknown> },
  key: string,
): string {
  const known = ifKnown(() => props[key]);
  return typeof known === "string" && known !== "" ? known : name;
}

/** The resources of a stack that are of certain types. */
export const resourcesOfType = perList(
  (resources: readonly PolicyResource[], ...types: string[]): readonly PolicyResource[] =>
    resources.filter(({ type }) => types.includes(type)),
);
