/** What resources have for a property, where one whose value is not known yet may be the one that is looked for. */
import type { PolicyResource } from "@pulumi/policy";
import { perList } from "./per-list";
import { ifKnown } from "./unknown";

type Resources = readonly PolicyResource[];

/** Whether any of the resources has a value for a property; one that is not known yet is passed on where none has it. */
export function anyHas(resources: Resources, key: string, value: unknown): boolean {
  if (knownValues(resources, key).has(value)) return true;
  readAll(resources, key);
  return false;
}

/** Reads a property of every resource, so that a value that is not known yet is passed on. */
export function readAll(resources: Resources, key: string): void {
  const [first] = unknownOnes(resources, key);
  void first?.props[key];
}

/** Those whose value for a property is known, also to be nothing. */
export const knownOnes = perList(
  (resources: Resources, key: string): Resources => resources.filter((it) => isKnown(it, key)),
);

const unknownOnes = perList(
  (resources: Resources, key: string): Resources => resources.filter((it) => !isKnown(it, key)),
);

const knownValues = perList(
  (resources: Resources, key: string) =>
    new Set(knownOnes(resources, key).map(({ props }) => props[key] as unknown)),
);

/** Whether a property's value is known, also to be nothing. */
export const isKnown = ({ props }: PolicyResource, key: string): boolean =>
  ifKnown(() => ({ value: props[key] as unknown })) !== undefined;
