/** Longest text that a message repeats. */
const longest = 100;

/**
 * A value as a message may show it: texts and numbers as given, lists and groups only by what they hold, because a
 * secret may stand in them.
 */
export function showFound(value: unknown): string {
  if (value === undefined) return "is missing";
  if (value === null) return "is left empty";
  if (typeof value === "string") return showText(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== "object") return String(value);
  return "secure" in value ? "an encrypted value" : "a group of settings";
}

/** A value as it stands in a stack file, on one line. */
export function showExample(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showExample).join(", ")}]`;
  if (typeof value === "string") return scalar(value);
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, entry]) => `${key}: ${showExample(entry)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function showText(text: string): string {
  if (text.includes("-----BEGIN")) return "the text of a PEM file (not shown)";
  const masked = text
    .replace(/(\/\/)[^/\s]*@/, "$1***@") // credentials in an address
    .replace(/\?.*$/s, "?***"); // and what follows a question mark, where keys travel
  return JSON.stringify(masked.length > longest ? `${masked.slice(0, longest)}…` : masked);
}

/** Quoted where YAML would read something else than this text: a number, a date, a word with a meaning, a comment. */
function scalar(text: string): string {
  const plain = /^[A-Za-z0-9][^\s,[\]{}"'#]*( [^\s,[\]{}"'#]+)*$/.test(text) && !/: |:$/.test(text);
  const meansMore =
    /^(true|false|null|yes|no|on|off|y|n)$|^[\d.]+$|^\d[\d_.]*e\d+$|^0[xob]|^\d{4}-\d\d-\d\d/i.test(text);
  return plain && !meansMore ? text : JSON.stringify(text);
}
