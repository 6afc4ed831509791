/** Settings of programs by name, wherever they stand: an environment, the keys of an object, the lines of a text. */
import { field } from "./field";
import { ifKnown } from "./unknown";

/** One setting. */
export interface Setting {
  /** Empty while the name itself is unknown. */
  name: string;
  /** Reads the value; throws while that, or the name, is unknown. */
  read: () => unknown;
  /** Where the value is taken from, if it does not stand here. */
  from?: "a Secret" | "elsewhere";
}

/** Every setting inside of a value: variables (`{ name, value }`), keys of objects, `NAME=value` and `name: value` in texts. */
export function settingsIn(value: unknown): Setting[] {
  if (typeof value === "string") return inText(value);
  if (typeof value !== "object" || value === null) return [];
  // by key: reading an unknown item throws, and must hide nothing beside it
  const keys = Object.keys(value);
  const reads = keys.map((key) => () => (value as Record<string, unknown>)[key]);
  if (keys.includes("name") && keys.every((key) => ["name", "value", "valueFrom"].includes(key)))
    return [variable(value)];
  return reads.flatMap((read, index) => [
    ...(Array.isArray(value) ? [] : [{ name: keys[index] ?? "", read }]),
    ...settingsBehind(read),
  ]);
}

/** Every setting inside of what is read; one without a name while that is unknown. */
export function settingsBehind(read: () => unknown): Setting[] {
  const known = ifKnown(() => ({ value: read() }));
  return known === undefined ? [{ name: "", read }] : settingsIn(known.value);
}

/** A variable of a container, or of a chart's values in that form. */
function variable(item: object): Setting {
  const name = ifKnown(() => field(item, "name"));
  if (name === undefined) return { name: "", read: () => field(item, "name") };
  const from = ifKnown(() => sourceOf(field(item, "valueFrom")));
  return { name: String(name), read: () => field(item, "value"), ...(from && { from }) };
}

function sourceOf(reference: unknown): Setting["from"] {
  if (reference === undefined) return undefined;
  return field(reference, "secretKeyRef") === undefined ? "elsewhere" : "a Secret";
}

const inText = (text: string): Setting[] =>
  [...text.matchAll(/(?<![\w.-])([\w.-]+)[ \t]*[=:][ \t]*("[^"]*"|'[^']*'|[^\s;&|]*)/g)].map(
    ([, name = "", value = ""]) => ({ name, read: () => value.replace(/^(["'])(.*)\1$/, "$2") }),
  );

/** The settings of a name; where there is none, but one whose name is unknown, says so by reading that one. */
export function settingsNamed(settings: readonly Setting[], name: string): Setting[] {
  const found = settings.filter((setting) => setting.name === name);
  if (found.length === 0) for (const setting of settings) if (setting.name === "") setting.read();
  return found;
}

/** The setting of a name that counts, which is the last. */
export const settingOf = (settings: readonly Setting[], name: string): Setting | undefined =>
  settingsNamed(settings, name).at(-1);

/** Whether a value turns something off, in the words that programs take for that. */
export const isOff = (value: unknown): boolean =>
  ["", "0", "disable", "false", "no", "off"].includes(String(value ?? "").toLowerCase());
