/** How resources, and the items of their lists, name other resources. */
import type { PolicyResource } from "@pulumi/policy";
import { isGiven } from "./given";
import { isKnown, knownOnes } from "./known-values";
import { namedBy } from "./naming";
import { asList } from "./value";

/**
 * The items of a list, each in the shape of a resource, so that what it names can be found. The engine knows what the
 * list as a whole comes from: an item whose value is unknown may name any of that.
 * @param references keys of an item that name other resources
 */
export function itemsOf(
  resource: PolicyResource,
  key: string,
  references: readonly string[],
): PolicyResource[] {
  const sources = resource.propertyDependencies[key];
  const propertyDependencies = Object.fromEntries(
    sources === undefined ? [] : references.map((reference) => [reference, sources]),
  );
  const list = asList(resource.props[key]);
  return list.map((item) => ({ ...resource, props: asProps(item), propertyDependencies }));
}

const asProps = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** A property that may name one of the candidates (one list for all resources), by what they have as `candidateKey`. */
export interface Way {
  key: string;
  candidates: readonly PolicyResource[];
  candidateKey: string;
}

/** What a resource or an item names. */
export interface Named {
  found: PolicyResource[];
  /** The name where it is of nothing in the stack. */
  elsewhere?: unknown;
}

/** What is named in one of several ways; throws where a name is not known yet and comes from nothing in the stack. */
export function named(item: PolicyResource, ways: readonly Way[]): Named {
  const given = ways.filter(({ key }) => isGiven(item, key));
  const known = given.filter(({ key }) => isKnown(item, key));
  // what is unknown beside a known name is what the server fills in
  const found = (known.length > 0 ? known : given).flatMap((way) => namedIn(item, way));
  if (found.length > 0) return { found: [...new Set(found)] };
  const [way] = [...known, ...given];
  return { found: [], elsewhere: way && (item.props[way.key] as unknown) };
}

function namedIn(item: PolicyResource, { key, candidates, candidateKey }: Way): PolicyResource[] {
  // a value that is known is not the id of a new resource, whatever a list as a whole comes from
  const possible = isKnown(item, key) ? knownOnes(candidates, candidateKey) : candidates;
  return namedBy(item, key, possible, [candidateKey]);
}

/** Says each thing once: an item that is not known yet may be any that its list comes from, and so may the next one. */
export function once(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (!said.has(text)) say(text);
    said.add(text);
  };
}
