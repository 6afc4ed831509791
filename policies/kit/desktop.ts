/** Reads how Apache Guacamole connects to desktops. */
import { type Setting, settingsIn } from "./setting";

/** One connection. */
export interface Desktop {
  /** What messages call it. */
  name: string;
  settings: Setting[];
}

/** The name of a connection's parameter, however it is written: `GUAC_DISABLE_COPY`, `disableCopy`, `disable-copy`. */
export const parameterName = (name: string): string =>
  name
    .replace(/^GUAC(AMOLE)?_/i, "")
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();

/** The connections of a file: elements of user-mapping.xml and its like, or the one of a file of properties. */
export function desktopsIn(text: unknown): Desktop[] {
  if (typeof text !== "string") return [];
  const content = text.replace(/<!--.*?-->/gs, "");
  const elements = [...content.matchAll(/<(authorize|connection|config)\b([^>]*)>(.*?)<\/\1>/gs)];
  const desktops = elements.flatMap(([, , attributes = "", inner = ""]) =>
    inner.includes("<connection") ? desktopsIn(inner) : readElement(attributes, inner),
  );
  if (desktops.length > 0) return desktops;
  const settings = settingsIn(content).map((setting) => ({ ...setting, name: parameterName(setting.name) }));
  return settings.some(({ name }) => /^(disable-(copy|paste)|enable-(drive|printing|sftp))$/.test(name))
    ? [{ name: "a connection", settings }]
    : [];
}

function readElement(attributes: string, content: string): Desktop[] {
  if (!/<protocol>|\bprotocol=/.test(attributes + content)) return [];
  const name = /\bname="([^"]*)"/.exec(attributes)?.[1];
  const parameters = content.matchAll(/<param\s+name="([\w-]+)"(?:\s+value="([^"]*)")?\s*(?:\/>|>([^<]*)<)/g);
  const settings = [...parameters].map(([, key = "", value, inner = ""]) => ({
    name: key,
    read: (): unknown => (value ?? inner).trim(),
  }));
  return [{ name: name === undefined ? "a connection" : `connection "${name}"`, settings }];
}
