/** Label selectors of Kubernetes. */
import { field } from "./field";
import { asList } from "./value";

const matchLabelsOf = (selector: unknown): [key: string, value: unknown][] =>
  Object.entries(field(selector, "matchLabels") ?? {});

const expressionsOf = (selector: unknown): readonly unknown[] => asList(field(selector, "matchExpressions"));

/** Whether a selector, which is there, selects everything. */
export const selectsAll = (selector: unknown): boolean =>
  matchLabelsOf(selector).length + expressionsOf(selector).length === 0;

/** Whether a selector selects nothing but what carries one of the values as the label. */
export function isConfinedTo(selector: unknown, key: string, values: readonly unknown[]): boolean {
  const labels = matchLabelsOf(selector).some(([label, value]) => label === key && values.includes(value));
  return labels || expressionsOf(selector).some((it) => expressionConfines(it, key, values));
}

function expressionConfines(expression: unknown, key: string, values: readonly unknown[]): boolean {
  const allowed = asList(field(expression, "values"));
  return (
    field(expression, "key") === key &&
    field(expression, "operator") === "In" &&
    allowed.length > 0 &&
    allowed.every((value) => values.includes(value))
  );
}

/** Whether a selector selects what carries the labels. */
export const selects = (selector: unknown, labels: Readonly<Record<string, unknown>>): boolean =>
  matchLabelsOf(selector).every(([key, value]) => labels[key] === value) &&
  expressionsOf(selector).every((it) => expressionMatches(it, labels));

function expressionMatches(expression: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  const key = String(field(expression, "key"));
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const isListed = asList(field(expression, "values")).includes(value);
  switch (field(expression, "operator")) {
    case "In":
      return isListed;
    case "NotIn":
      return !isListed;
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}
