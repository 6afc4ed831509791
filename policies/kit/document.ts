/** What texts said that were read before: several rules read the same, and parsing takes longer than judging. */
const documents = new Map<string, unknown>();

/** What a text of YAML or JSON says; undefined for what is neither. */
export function readDocument(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  if (!documents.has(text)) documents.set(text, parsed(text));
  return documents.get(text);
}

function parsed(text: string): unknown {
  // loaded here and not above: few environments have such texts, and it takes a quarter of a second
  const { parse } = require("yaml") as typeof import("yaml");
  try {
    return parse(text, { logLevel: "error" });
  } catch {
    return undefined;
  }
}

/** Every object inside of a document, itself among them. */
export function objectsIn(document: unknown): object[] {
  if (typeof document !== "object" || document === null) return [];
  return [document, ...Object.values(document).flatMap(objectsIn)];
}
