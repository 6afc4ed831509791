import { KindGuard, type TArray, type TObject, type TSchema } from "@sinclair/typebox";
import type { Tier } from "../../components/five-safes";
import { allowedBy } from "./allowed";
import { chosenForm } from "./field";
import { nearest } from "./nearest";
import type { SettingsProblem } from "./problem";
import { refuseValue } from "./refuse-value";
import { looksSecret, secretFor } from "./secrets";
import { showExample, showFound } from "./show";
import { type ByTier, forTier } from "./tiers";

/** What reading needs and gathers on its way through the settings. */
export interface Reading {
  /** Tier of the project; undefined while it is not known, and then nothing is judged by tier. */
  tier: Tier | undefined;
  problems: SettingsProblem[];
}

/** Reads a value by its schema and fills in plain defaults; what is wrong becomes a problem and is left out. */
export function readValue(schema: TSchema, value: unknown, path: string, reading: Reading): unknown {
  const form = chosenForm(schema, value);
  if (form) return readValue(form, value, path, reading);
  if (KindGuard.IsObject(schema) && isGroup(value)) return readGroup(schema, value, path, reading);
  if (KindGuard.IsArray(schema) && Array.isArray(value)) return readList(schema, value, path, reading);
  const problem = refuseValue(schema, value, reading.tier);
  if (!problem) return value;
  reading.problems.push({ path: path || "settings", ...problem });
  return undefined;
}

function readGroup(schema: TObject, given: Record<string, unknown>, path: string, reading: Reading): unknown {
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(schema.properties, key) && given[key] !== undefined)
      refuseKey(schema, key, path, reading);
  }
  return Object.fromEntries(
    Object.entries(schema.properties).flatMap(([key, property]) => {
      const required = schema.required?.includes(key) ?? false;
      const value = given[key] ?? (given[key] === null ? null : defaultOf(property, reading.tier));
      if (value === undefined && !required) return [];
      return [[key, readValue(property, value, step(path, key), reading)]];
    }),
  );
}

function readList(schema: TArray, given: unknown[], path: string, reading: Reading): unknown {
  if (given.length < (schema.minItems ?? 0)) {
    const example = showExample(schema.examples?.[0]);
    reading.problems.push({ path, found: "an empty list", allowed: allowedBy(schema), example });
  }
  return given.map((item, index) => {
    const first = given.indexOf(item);
    if (schema.uniqueItems && first < index) {
      const allowed = `each entry once; it stands at ${path}[${first}] already`;
      const example = showExample(schema.examples?.[0]);
      reading.problems.push({ path: `${path}[${index}]`, found: showFound(item), allowed, example });
    }
    return readValue(schema.items, item, `${path}[${index}]`, reading);
  });
}

function refuseKey(schema: TObject, key: string, path: string, { problems }: Reading): void {
  const place = step(path, key);
  if (looksSecret(key)) {
    const command = `pulumi config set --secret ${secretFor(place)}`;
    problems.push({
      path: place,
      found: "looks like a secret (not shown)",
      allowed: "secrets are no settings; take it out and give it to the stack",
      example: command,
    });
    return;
  }
  const known = Object.keys(schema.properties);
  const meant = nearest(key, known);
  const example = meant ? { [meant]: schema.properties[meant]?.examples?.[0] } : schema.examples?.[0];
  problems.push({
    path: place,
    found: "is not a setting",
    allowed: `${meant ? `did you mean ${meant}? ` : ""}known here: ${known.join(", ")}`,
    example: meant ? showExample(example).slice(2, -2) : showExample(example),
  });
}

function defaultOf(schema: TSchema, tier: Tier | undefined): unknown {
  const byTier = schema.byTier as ByTier<unknown> | undefined;
  return byTier && tier !== undefined ? forTier(byTier, tier) : schema.default;
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !("secure" in value);

function step(path: string, key: string): string {
  const name = /^[\w:-]{1,64}$/.test(key) ? key : JSON.stringify(key.slice(0, 64));
  return path ? `${path}.${name}` : name;
}
