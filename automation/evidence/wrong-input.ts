import { readFileSync } from "node:fs";
import type { Static, TSchema } from "@sinclair/typebox";
import { Value, ValueErrorType } from "@sinclair/typebox/value";
import { parseDocument } from "yaml";

/** A file or a setting that cannot be used, with everything that is wrong in it. */
export class WrongInput extends Error {
  override readonly name = "WrongInput";

  constructor(subject: string, problems: readonly string[]) {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    super([`${subject} has ${count}:`, ...problems.map((it) => `  ${it}`)].join("\n"));
  }
}

/** The text of a file. @throws WrongInput */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new WrongInput(`"${file}"`, [`cannot be read (${(error as NodeJS.ErrnoException).code})`]);
  }
}

/**
 * What a text of YAML or JSON says, where it has the form of a schema.
 * @param subject what messages call it
 * @throws WrongInput with every place that has another form; the schemas' descriptions say what is allowed
 */
export function readDocument<T extends TSchema>(text: string, subject: string, schema: T): Static<T> {
  const document = parseDocument(text, { logLevel: "error" });
  if (document.errors.length > 0)
    throw new WrongInput(
      subject,
      document.errors.map(({ message }) => message.split("\n")[0]?.replace(/:$/, "") ?? message),
    );
  const value: unknown = document.toJS();
  const problems = new Map<string, string>();
  // the first error of a place says it best: a field that is missing has no type either
  for (const { path, type, value: found, schema: broken } of Value.Errors(schema, value))
    if (!problems.has(path)) problems.set(path, problem(path, type, found, broken));
  if (problems.size > 0) throw new WrongInput(subject, [...problems.values()]);
  return value as Static<T>;
}

function problem(path: string, type: ValueErrorType, found: unknown, schema: TSchema): string {
  const place =
    path
      .slice(1)
      .replace(/\/(\d+)/g, "[$1]")
      .replaceAll("/", ".") || "the file";
  if (type === ValueErrorType.ObjectAdditionalProperties)
    return `${place}: no such field; allowed: ${Object.keys(schema.properties).join(", ")}`;
  const what =
    type === ValueErrorType.ObjectRequiredProperty || found === undefined ? "missing" : shown(found);
  return `${place}: ${what}; allowed: ${schema.description ?? schema.type}`;
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
