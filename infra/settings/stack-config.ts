import { secretKeys } from "./secrets";

const prefix = "spe:";

/**
 * The sections of an environment in the configuration of its stack: `spe:project` becomes `project`. Secrets and other
 * programs' keys stay out; a key that nobody knows stays in, so that `parseSettings` refuses it.
 * @param config `config:` of a stack file, or Pulumi's whole configuration, where groups and lists are JSON texts
 */
export function sectionsOf(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix) && !(key in secretKeys))
      .map(([key, value]) => [key.slice(prefix.length), typeof value === "string" ? decoded(value) : value]),
  );
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a plain word where a section belongs: parseSettings says so
  }
}
