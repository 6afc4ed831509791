import { KindGuard, type TSchema } from "@sinclair/typebox";
import { allowedBy } from "../allowed";
import { showExample } from "../show";
import type { ByTier } from "../tiers";
import { inWords } from "./by-tier";
import { code, table } from "./markdown";

/** A setting as one line of a section's table. */
interface Row {
  key: string;
  schema: TSchema;
  required: boolean;
  /** The form of its group that it belongs to, where the group has several. */
  form?: string;
}

/** Every setting of a section, one a line. */
export function sectionTable(section: TSchema): string {
  const rows = rowsBelow(section, "");
  return table(
    ["Setting", "Allowed", "Default", "What it does", "Example"],
    rows.map((row) => [
      code(row.key),
      allowed(row.schema),
      defaultOf(row),
      description(row),
      example(row.schema),
    ]),
  );
}

function rowsBelow(schema: TSchema, path: string, form?: string): Row[] {
  if (KindGuard.IsArray(schema)) return rowsBelow(schema.items, `${path}[]`);
  if (KindGuard.IsUnion(schema)) {
    const groups = schema.anyOf.filter((one) => KindGuard.IsObject(one));
    return groups.flatMap((one) => rowsBelow(one, path, groups.length > 1 ? one.title : undefined));
  }
  if (!KindGuard.IsObject(schema)) return [];
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    const key = path ? `${path}.${name}` : name;
    const required = schema.required?.includes(name) ?? false;
    return [{ key, schema: property, required, form }, ...rowsBelow(property, key)];
  });
}

function allowed(schema: TSchema): string {
  if (KindGuard.IsObject(schema)) return "a group: see below";
  const limits = schema.maximumByTier as ByTier<number> | undefined;
  return limits ? `${allowedBy(schema)}; at most ${inWords(limits, code)}` : allowedBy(schema);
}

function defaultOf({ schema, required }: Row): string {
  if (required) return "required";
  if (schema.defaultIs) return schema.defaultIs;
  if (schema.byTier) return inWords(schema.byTier as ByTier<unknown>, (value) => code(showExample(value)));
  if (KindGuard.IsObject(schema)) return "as below";
  if (Array.isArray(schema.default) && schema.default.length === 0) return "none";
  return schema.default === "" ? "empty" : code(showExample(schema.default));
}

const description = ({ schema, form }: Row): string => `${form ? `*${form}:* ` : ""}${schema.description}`;

const example = (schema: TSchema): string =>
  KindGuard.IsObject(schema) ? "" : code(showExample(schema.examples?.[0]));
