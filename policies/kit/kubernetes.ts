/** Objects of Kubernetes' own API, whichever version of it they are written in. */
import type {
  PolicyResource,
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
} from "@pulumi/policy";
import { field } from "./field";
import { ifKnown } from "./unknown";

/** What rules on resources and rules on stacks both know of a resource. */
type Registered = Pick<PolicyResource, "type" | "name" | "props">;

/** Groups of Kubernetes itself have no dot (`apps`) or end in `.k8s.io`; custom resources write core as no group. */
const builtIn = /^kubernetes:(?:(?:[a-z]+|[a-z.]+\.k8s\.io)\/)?v\w+:(\w+?)(?:Patch)?$/;

/** The kind of an object of Kubernetes' own API, or of a patch to one; undefined for other resources. */
export const kindOf = (type: string): string | undefined => builtIn.exec(type)?.[1];

/** The objects of a kind in a stack; patches are none. */
export const objectsOf = (resources: readonly PolicyResource[], kind: string): PolicyResource[] =>
  resources.filter(({ type }) => kindOf(type) === kind && !type.endsWith("Patch"));

/** Judges objects of certain kinds; a patch counts as the object, since it says what the object becomes. */
export function ofKinds(
  kinds: readonly string[],
  judge: (args: ResourceValidationArgs, report: ReportViolation) => void,
): ResourceValidation {
  return (args: ResourceValidationArgs, report) => {
    if (!kinds.includes(kindOf(args.type) ?? "")) args.notApplicable(`judges ${kinds.join(", ")}`);
    judge(args, report);
  };
}

/** What messages call an object: its kind in words, and its name in the cluster where that is known. */
export function subjectOf({ type, name, props }: Registered): string {
  const kind = (kindOf(type) ?? type.split(":").at(-1) ?? type)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
  const known = ifKnown(() => field(props, "metadata", "name"));
  return `${kind} "${typeof known === "string" && known !== "" ? known : name}"`;
}

/**
 * Whether an object names another in a property: by the name where that is known, else by what the engine knows the
 * property to come from, since the names of new objects may be unknown in a preview.
 */
export function refersTo(
  object: PolicyResource,
  path: readonly [string, ...string[]],
  target: PolicyResource,
): boolean {
  const reference = ifKnown(() => ({ name: field(object.props, ...path) }));
  const name = ifKnown(() => field(target.props, "metadata", "name"));
  if (reference !== undefined && reference.name === undefined) return false;
  if (reference !== undefined && name !== undefined) return reference.name === name;
  return (object.propertyDependencies[path[0]] ?? []).some(({ urn }) => urn === target.urn);
}
