import { parse, YAMLParseError } from "yaml";
import { parseSettings, type Settings, SettingsError, sectionsOf } from "../../infra/settings";
import {
  commitOf,
  type EnvironmentFiles,
  hasText,
  knownEnvironments,
  placeOf,
  readFiles,
  readFilesAt,
} from "../check/environment-files";

/** The settings at a commit cannot be read, so there is nothing to compare with. */
export class UnreadableReference extends Error {
  override readonly name = "UnreadableReference";
}

/**
 * The settings of an environment as they stand in the working tree.
 * @param environment name in infra/environments, or path of a stack file
 * @throws SettingsError
 */
export const readSettings = (environment: string): Settings =>
  settingsIn(readFiles(placeOf(environment)).stack);

/**
 * The settings as they were at a commit; undefined where the environment did not exist.
 * @param reference for example `origin/main`
 * @throws UnreadableReference
 */
export function readSettingsAt(environment: string, reference: string): Settings | undefined {
  const place = placeOf(environment);
  try {
    const { stack } = readFilesAt(place, commitOf(place, reference));
    return hasText(stack) ? settingsIn(stack) : undefined;
  } catch (error) {
    throw new UnreadableReference(`at ${reference}, ${(error as Error).message}`);
  }
}

function settingsIn(stack: EnvironmentFiles["stack"]): Settings {
  if (!hasText(stack)) {
    const known = knownEnvironments();
    const allowed = `an environment of infra/environments (${known.join(", ")}), or the path of a stack file`;
    throw wrongFile(stack.path, "does not exist", allowed, known[0] ?? "trial");
  }
  return parseSettings(sectionsOf(Object(contentOf(stack.path, stack.text)?.config)));
}

function contentOf(path: string, text: string): { config?: unknown } | null {
  try {
    return parse(text, asPulumiReads, { customTags: ["timestamp"] });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    // the message goes on with lines of the file, in which a secret may stand
    const [found = "cannot be read"] = error.message.split("\n");
    throw wrongFile(path, found, "YAML", "config: …");
  }
}

/** Pulumi reads a date without quotes as a time, and hands it to the program in this form. */
const asPulumiReads = (_key: unknown, value: unknown): unknown =>
  value instanceof Date ? value.toISOString().replace(/T(.*)\.000Z/, " $1 +0000 UTC") : value;

const wrongFile = (path: string, found: string, allowed: string, example: string): SettingsError =>
  new SettingsError([{ path, found, allowed, example }]);
