import { type TProperties, type TSchema, Type } from "@sinclair/typebox";
import type { FormatName } from "./formats";
import type { ByTier } from "./tiers";

/** What a setting says about itself; messages and docs/settings.md are made from it. */
export interface About {
  /** What it does, as one or two sentences. */
  description: string;
  /** A right value. */
  example: unknown;
  /** What is allowed, in words, where the schema itself does not say it well. */
  allowed?: string;
  /** What holds when it is left out. */
  default?: unknown;
  /** What holds when it is left out, by tier 0 to 3. */
  byTier?: ByTier<unknown>;
  /** What holds when it is left out and depends on other settings, in words; `withDefaults` fills it in. */
  defaultIs?: string;
}

/** About a number: what it counts and its bounds. */
export interface AboutNumber extends About {
  unit?: "minutes" | "hours" | "days" | "GiB";
  minimum: number;
  maximum: number;
  /** Tighter upper bound, by tier 0 to 3. */
  maximumByTier?: ByTier<number>;
}

/** Tells which of a union's forms a value means to be. A symbol, so that it stays out of the JSON schema. */
const chooses = Symbol("chooses");

const keywords = ({ example, ...about }: About) => ({ ...about, examples: [example] });

/** A text in one of the formats. */
export const text = (format: FormatName, about: About) =>
  Type.String({ format, maxLength: 500, ...keywords(about) });

/** A whole number, with a unit where it counts something. */
export const wholeNumber = (about: AboutNumber) => Type.Integer(keywords(about));

/** On or off. */
export const yesOrNo = (about: About) => Type.Boolean(keywords(about));

/** One of some values. */
export const choice = <const T extends readonly (string | number)[]>(values: T, about: About) =>
  Type.Unsafe<T[number]>({ enum: values, ...keywords(about) });

/** A list; `least` is the number of entries below which it is refused. */
export const list = <T extends TSchema>(
  item: T,
  about: About & { least?: number; uniqueItems?: boolean },
) => {
  const { least = 0, ...rest } = about;
  return Type.Array(item, { minItems: least, ...keywords(rest) });
};

/** Settings that belong together; unknown ones are refused. */
export const group = <T extends TProperties>(fields: T, about: About & { title?: string }) =>
  Type.Object(fields, { additionalProperties: false, ...keywords(about) });

type Choose = (value: unknown) => number | undefined;

/** One of several forms; `choose` tells from a value which one it means to be, undefined when none. */
export const oneOf = <T extends TSchema[]>(
  forms: [...T],
  choose: Choose,
  about: About & { allowed: string },
) => Type.Union(forms, { ...keywords(about), [chooses]: choose });

/** The form of a union that a value means to be; undefined for what is no union, or when it means none. */
export function chosenForm(schema: TSchema & { [chooses]?: Choose }, value: unknown): TSchema | undefined {
  const index = value === null ? undefined : schema[chooses]?.(value);
  return index === undefined ? undefined : schema.anyOf[index];
}
