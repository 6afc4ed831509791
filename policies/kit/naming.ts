/**
 * Which resources name which: by a property's value where that is known, else by what the engine knows the value to
 * come from, since ids and names of new resources are unknown in a preview.
 */
import type { PolicyResource } from "@pulumi/policy";
import { agree, type Clues, Lookup } from "./lookup";
import { perList } from "./per-list";
import { ifKnown } from "./unknown";

type Resources = readonly PolicyResource[];

/**
 * Whether a resource names a candidate in its property `key`.
 * @param keys properties of the candidate that may hold the same value
 */
export const names = (
  resource: PolicyResource,
  key: string,
  candidate: PolicyResource,
  keys: readonly string[],
): boolean => agree(referenceOf(resource, key), identityOf(candidate, keys));

/** The candidates that a resource names; they must be one list for all resources, which is looked through once. */
export const namedBy = (
  resource: PolicyResource,
  key: string,
  candidates: Resources,
  keys: readonly string[],
): PolicyResource[] => byIdentity(candidates, ...keys).find(referenceOf(resource, key));

/** The resources that name a candidate; they must be one list for all candidates, which is looked through once. */
export const naming = (
  resources: Resources,
  key: string,
  candidate: PolicyResource,
  keys: readonly string[],
): PolicyResource[] => references(resources, key).find(identityOf(candidate, keys));

/** Candidates by the properties that they may be named by. */
export const byIdentity = perList(
  (candidates: Resources, ...keys: string[]) => new Lookup(candidates, (it) => identityOf(it, keys)),
);

const references = perList(
  (resources: Resources, key: string) => new Lookup(resources, (it) => referenceOf(it, key)),
);

/** What a resource says of whom it names in a property. */
export const referenceOf = (resource: PolicyResource, key: string): Clues => ({
  ...known(resource, [key]),
  urns: (resource.propertyDependencies[key] ?? []).map(({ urn }) => urn),
});

/** What a candidate may be named by. */
export const identityOf = (candidate: PolicyResource, keys: readonly string[]): Clues => ({
  ...known(candidate, keys),
  urns: [candidate.urn],
});

function known({ props }: PolicyResource, keys: readonly string[]): Pick<Clues, "values"> {
  const values = keys.map((key) => ifKnown(() => props[key] as unknown)).filter((it) => it !== undefined);
  return values.length > 0 ? { values } : {};
}
