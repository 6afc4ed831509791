/** Whether the program gives a property, also one whose value is not known yet. */
import type { PolicyResource } from "@pulumi/policy";
import { field } from "./field";
import { ifKnown } from "./unknown";

/** Of inputs, which a rule on resources reads: they hold nothing but what the program gives. */
export const isInputGiven = (inputs: unknown, key: string): boolean => hasValue(inputs, key, true);

/**
 * Of a resource in a stack, which shows its outputs: a preview has as unknown what the server will fill in, too. There,
 * an unknown value is given where the engine knows what it comes from.
 */
export const isGiven = ({ props, propertyDependencies }: PolicyResource, key: string): boolean =>
  hasValue(props, key, Object.hasOwn(propertyDependencies, key));

function hasValue(props: unknown, key: string, whileUnknown: boolean): boolean {
  const known = ifKnown(() => ({ value: field(props, key) }));
  return known === undefined ? whileUnknown : known.value !== undefined && known.value !== "";
}
