/** Objects of Kubernetes' own API, whichever version of it they are written in. */
import type {
  PolicyResource,
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
} from "@pulumi/policy";
import { field } from "./field";
import { type Clues, Lookup } from "./lookup";
import { perList } from "./per-list";
import { ifKnown } from "./unknown";

/** What rules on resources and rules on stacks both know of a resource. */
type Registered = Pick<PolicyResource, "type" | "name" | "props">;

/** Groups of Kubernetes itself have no dot (`apps`) or end in `.k8s.io`; custom resources write core as no group. */
const builtIn = /^kubernetes:(?:(?:[a-z]+|[a-z.]+\.k8s\.io)\/)?v\w+:(\w+?)(?:Patch)?$/;

/** The kind of an object of Kubernetes' own API, or of a patch to one; undefined for other resources. */
export const kindOf = (type: string): string | undefined => builtIn.exec(type)?.[1];

/** The objects of a kind in a stack; patches are none. */
export const objectsOf = perList(
  (resources: readonly PolicyResource[], kind: string): readonly PolicyResource[] =>
    resources.filter(({ type }) => kindOf(type) === kind && !type.endsWith("Patch")),
);

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
 * The targets that an object names in a property: by the name where that is known, else by what the engine knows the
 * property to come from, since the names of new objects may be unknown in a preview.
 */
export const referredBy = (
  object: PolicyResource,
  path: Path,
  targets: readonly PolicyResource[],
): PolicyResource[] => identities(targets).find(referenceOf(object, path));

/** The objects that name a target in a property. */
export const referringTo = (
  target: PolicyResource,
  path: Path,
  objects: readonly PolicyResource[],
): PolicyResource[] => references(objects, ...path).find(identityOf(target));

type Path = readonly [string, ...string[]];

const identities = perList((targets: readonly PolicyResource[]) => new Lookup(targets, identityOf));

const references = perList(
  (objects: readonly PolicyResource[], ...path: [string, ...string[]]) =>
    new Lookup(objects, (it) => referenceOf(it, path)),
);

function identityOf({ props, urn }: PolicyResource): Clues {
  const name = ifKnown(() => field(props, "metadata", "name"));
  return { ...(name !== undefined && { values: [name] }), urns: [urn] };
}

function referenceOf({ props, propertyDependencies }: PolicyResource, path: Path): Clues {
  const known = ifKnown(() => ({ name: field(props, ...path) }));
  // who names nothing refers to nothing, whatever the property as a whole comes from
  if (known !== undefined && known.name === undefined) return { values: [], urns: [] };
  const sources = propertyDependencies[path[0]] ?? [];
  return { ...(known && { values: [known.name] }), urns: sources.map(({ urn }) => urn) };
}
