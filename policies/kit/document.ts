import { makePrintable } from "./value";

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
    const document = withEnd(parse(text, { logLevel: "error" }));
    makePrintable({ document });
    return document;
  } catch {
    return undefined;
  }
}

/** A document without what contains itself, as an anchor of YAML may: nobody would come to its end. */
function withEnd(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (above.includes(value)) return undefined;
  const inside = (item: unknown): unknown => withEnd(item, [...above, value]);
  if (Array.isArray(value)) return value.map(inside);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)]));
}

/** Every object inside of a document, itself among them. */
export function objectsIn(document: unknown): object[] {
  if (typeof document !== "object" || document === null) return [];
  return [document, ...Object.values(document).flatMap(objectsIn)];
}
