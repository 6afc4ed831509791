import { parse } from "yaml";
import { parseSettings, type Settings, SettingsError, sectionsOf } from "../../infra/settings";
import { type EnvironmentFiles, hasText, knownEnvironments } from "./environment-files";
import { type FileProblem, problemOf } from "./wrong-environment";
import { yamlContent } from "./yaml-content";

/**
 * Reads an environment's settings from its stack file, without loading the pack's rules.
 * @param problems where everything that is wrong is added
 * @returns undefined if something was
 */
export function stackFileSettings(
  stack: EnvironmentFiles["stack"],
  problems: FileProblem[],
): Settings | undefined {
  if (!hasText(stack)) {
    const known = knownEnvironments();
    const allowed = `an environment of infra/environments (${known.join(", ")}), or the path of a stack file`;
    problems.push(problemOf(stack, "does not exist", allowed, known[0] ?? "Pulumi.trial.yaml"));
    return undefined;
  }
  const content = yamlContent(stack, problems, asPulumiReads) as { config?: unknown } | null | undefined;
  if (content === undefined) return undefined;
  try {
    return parseSettings(sectionsOf(Object(content?.config)));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(...error.problems.map((problem) => ({ file: stack.path, ...problem })));
    return undefined;
  }
}

/** Pulumi reads a date without quotes as a time, and hands it to the program in this form. */
const asPulumiReads = (text: string): unknown =>
  parse(
    text,
    (_key, value: unknown) =>
      value instanceof Date ? value.toISOString().replace(/T(.*)\.000Z/, " $1 +0000 UTC") : value,
    { customTags: ["timestamp"] },
  );
