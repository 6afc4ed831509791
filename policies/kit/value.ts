/** Reads the values of inputs as they arrive: the SDK sends inputs of providers as JSON strings (`"true"`). */
import { field } from "./field";

/** The inputs that were made printable already, since every rule asks for it. */
const printable = new WeakSet<object>();

/**
 * Makes every object inside of inputs one that can be compared with a text and quoted. JavaScript does so by the
 * object's `toString`, and throws where that is a key of the data, or where a key `__proto__` took it away.
 */
export function makePrintable(inputs: object): void {
  if (printable.has(inputs)) return;
  printable.add(inputs);
  makeEachPrintable(behindProxies(inputs));
}

/** What is behind the SDK's proxy, which throws for what is not known yet, and behind one that notes what a rule reads. */
function behindProxies(inputs: unknown): unknown {
  const target = field(inputs, "__getSpecialProxyTarget");
  return target === undefined || target === inputs ? inputs : behindProxies(target);
}

/** One for all, since an object may be in several inputs. */
const asText = (): string => "[object Object]";

function makeEachPrintable(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (typeof (value as { toString?: unknown }).toString !== "function")
    Object.defineProperty(value, Symbol.toPrimitive, { value: asText });
  for (const item of Object.values(value)) makeEachPrintable(item);
}

/** Whether a protection is on: `true`, also as a JSON string. */
export const isOn = (value: unknown): boolean => value === true || value === "true";

/** Whether a danger may be on: anything but absent and `false`, so that an odd value counts as on. */
export const mayBeOn = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== false && value !== "false" && value !== "";

/** A list as it is (its items unread), a single value as a list of one, nothing as an empty list. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** The entries of an object that are text; nothing for whatever is no object. */
export function asTextMap(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** What keeps an address from being https to a fixed place, or undefined where it is. */
export function httpsProblem(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return "is not set";
  if (typeof value !== "string" || !URL.canParse(value)) return "is not a URL";
  if (new URL(value).protocol !== "https:") return `is "${value}", not https`;
  return value.includes("*") ? `is "${value}", which contains a wildcard` : undefined;
}
