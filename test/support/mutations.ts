/** Small changes of a value, each in one place: the slips that people and programs make. */
import { unknown } from "../../policies/judge";

/** A value with one place in it changed. */
export interface Mutant {
  /** Where: `spec.containers[api].image`. */
  path: string;
  /** What was done there: `removed`, `null`, `other case`. */
  slip: string;
  value: Record<string, unknown>;
}

/** Marks a place that is to be left out. */
const removed = Symbol("removed");

/** What may be done to a value, by what it is called; undefined where it makes no difference to it. */
const slips: Readonly<Record<string, (value: unknown) => unknown>> = {
  removed: () => removed,
  null: () => null,
  empty: (value) => {
    if (Array.isArray(value)) return value.length > 0 ? [] : undefined;
    if (typeof value === "object") return Object.keys(value ?? {}).length > 0 ? {} : undefined;
    return typeof value === "string" && value !== "" ? "" : undefined;
  },
  "other case": (value) => (typeof value === "string" ? inOtherCase(value) : undefined),
  "IPv6 for all": (value) => (isIpv4(value) ? "::/0" : undefined),
  unknown: () => unknown,
  "in a list": (value) => (Array.isArray(value) ? undefined : [value]),
  "out of its list": (value) => (Array.isArray(value) ? value[0] : undefined),
  turned: (value) => (typeof value === "boolean" ? !value : undefined),
  "as text": (value) => (typeof value === "boolean" || typeof value === "number" ? String(value) : undefined),
};

function inOtherCase(text: string): string | undefined {
  const other = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
  return other === text ? undefined : other;
}

const isIpv4 = (value: unknown): boolean =>
  typeof value === "string" && /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(value);

/** Every mutant of an object: each slip in each place. */
export function* mutantsOf(object: Record<string, unknown>): Generator<Mutant> {
  for (const [key, value] of Object.entries(object)) {
    const put = (replacement: unknown): Record<string, unknown> => {
      const { [key]: _old, ...others } = object;
      return replacement === removed ? others : { ...object, [key]: replacement };
    };
    yield* mutantsAt(value, key, put);
  }
}

function* mutantsAt(
  value: unknown,
  path: string,
  put: (replacement: unknown) => Record<string, unknown>,
): Generator<Mutant> {
  for (const [slip, change] of Object.entries(slips)) {
    const replacement = change(value);
    if (replacement !== undefined) yield { path, slip, value: put(replacement) };
  }
  if (Array.isArray(value))
    for (const [index, item] of value.entries())
      yield* mutantsAt(item, `${path}[${nameIn(item) ?? index}]`, (replacement) =>
        put(
          replacement === removed
            ? value.filter((_, place) => place !== index)
            : value.with(index, replacement),
        ),
      );
  else if (typeof value === "object" && value !== null)
    for (const { path: inner, slip, value: mutant } of mutantsOf(value as Record<string, unknown>))
      yield { path: `${path}.${inner}`, slip, value: put(mutant) };
}

/** The name by which an item of a list is told from the others. */
const nameIn = (item: unknown): string | undefined =>
  typeof item === "object" && item !== null && "name" in item ? String(item.name) : undefined;
