import { KindGuard, type TSchema } from "@sinclair/typebox";
import type { Tier } from "../../components/five-safes";
import { allowedBy, maximumOf } from "./allowed";
import { type FormatName, formats } from "./formats";
import type { Refusal } from "./formats/format";
import { nearest } from "./nearest";
import type { SettingsProblem } from "./problem";
import { showExample, showFound } from "./show";

/** What is wrong with a single value, or with a value that should be a group or a list; undefined when it is right. */
export function refuseValue(
  schema: TSchema,
  value: unknown,
  tier: Tier | undefined,
): Omit<SettingsProblem, "path"> | undefined {
  const refusal = refusalOf(schema, value, tier);
  if (!refusal) return undefined;
  const { allowed, example = schema.examples?.[0] } = refusal;
  return { found: showFound(value), allowed, example: showExample(example) };
}

function refusalOf(schema: TSchema, value: unknown, tier: Tier | undefined): Refusal | undefined {
  const refused = { allowed: allowedBy(schema, tier) };
  if (Array.isArray(schema.enum)) {
    if (schema.enum.includes(value)) return undefined;
    const near = nearest(String(value), schema.enum.map(String));
    return { ...refused, example: schema.enum.find((it) => String(it) === near) };
  }
  if (KindGuard.IsString(schema)) {
    return typeof value === "string" ? refuseText(schema, value) : refuseUnquoted(schema, value);
  }
  if (KindGuard.IsInteger(schema)) {
    const isWhole = typeof value === "number" && Number.isSafeInteger(value);
    return isWhole && value >= (schema.minimum ?? 0) && value <= maximumOf(schema, tier)
      ? undefined
      : refused;
  }
  return KindGuard.IsBoolean(schema) && typeof value === "boolean" ? undefined : refused;
}

function refuseText(schema: TSchema, text: string): Refusal | undefined {
  const { refuse, allowed } = formats[schema.format as FormatName];
  if (text.length > schema.maxLength)
    return { allowed: `${allowed}; at most ${schema.maxLength} characters` };
  return refuse(text);
}

/** YAML makes a number or a truth value of a text that looks like one, unless it stands in quotes. */
function refuseUnquoted(schema: TSchema, value: unknown): Refusal {
  const { refuse, allowed } = formats[schema.format as FormatName];
  if (typeof value !== "number" && typeof value !== "boolean") return { allowed };
  const meant = refuse(String(value)) ? {} : { example: String(value) };
  return { allowed: `${allowed}; as text, so in quotes`, ...meant };
}
