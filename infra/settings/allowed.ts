import { KindGuard, type TSchema } from "@sinclair/typebox";
import type { Tier } from "../../components/five-safes";
import { type FormatName, formats } from "./formats";
import { type ByTier, forTier } from "./tiers";

/** What a setting may be, in words; with a tier, also what that tier limits. */
export function allowedBy(schema: TSchema, tier?: Tier): string {
  if (schema.allowed) return String(schema.allowed);
  if (Array.isArray(schema.enum)) return oneOf(schema.enum);
  if (KindGuard.IsString(schema)) return formats[schema.format as FormatName].allowed;
  if (KindGuard.IsInteger(schema)) return wholeNumber(schema, tier);
  if (KindGuard.IsBoolean(schema)) return "true or false";
  if (KindGuard.IsArray(schema)) return schema.minItems ? "a list of at least one" : "a list";
  return KindGuard.IsObject(schema) ? `a group of ${Object.keys(schema.properties).join(", ")}` : "a value";
}

/** Upper bound of a number: its own, or the tighter one of the tier. */
export function maximumOf(schema: TSchema, tier?: Tier): number {
  const byTier = schema.maximumByTier as ByTier<number> | undefined;
  return byTier && tier !== undefined ? forTier(byTier, tier) : (schema.maximum ?? Number.MAX_SAFE_INTEGER);
}

const oneOf = (values: unknown[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.join(", ")}`;

function wholeNumber(schema: TSchema, tier?: Tier): string {
  const unit = schema.unit ? ` ${schema.unit}` : "";
  const limited = schema.maximumByTier && tier !== undefined ? ` at tier ${tier}` : "";
  const range = schema.maximum === undefined ? "" : ` from ${schema.minimum} to ${maximumOf(schema, tier)}`;
  return `a whole number${range}${unit}${limited}`;
}
