import type { Settings } from "../../infra/settings";
import {
  commitOf,
  type EnvironmentFiles,
  hasText,
  placeOf,
  readFiles,
  readFilesAt,
} from "../check/environment-files";
import { stackFileSettings } from "../check/stack-file-settings";
import { type FileProblem, WrongEnvironment } from "../check/wrong-environment";

/** The settings at a commit cannot be read, so there is nothing to compare with. */
export class UnreadableReference extends Error {
  override readonly name = "UnreadableReference";
}

/**
 * The settings of an environment as they stand in the working tree.
 * @param environment name in infra/environments, or path of a stack file
 * @throws WrongEnvironment
 */
export const readSettings = (environment: string): Settings => settingsIn(readFiles(placeOf(environment)));

/**
 * The settings as they were at a commit; undefined where the environment did not exist.
 * @param reference for example `origin/main`
 * @throws UnreadableReference
 */
export function readSettingsAt(environment: string, reference: string): Settings | undefined {
  const place = placeOf(environment);
  try {
    const files = readFilesAt(place, commitOf(place, reference));
    return hasText(files.stack) ? settingsIn(files) : undefined;
  } catch (error) {
    throw new UnreadableReference(`at ${reference}, ${(error as Error).message}`);
  }
}

function settingsIn({ name, stack }: EnvironmentFiles): Settings {
  const problems: FileProblem[] = [];
  const settings = stackFileSettings(stack, problems);
  if (settings === undefined) throw new WrongEnvironment(name, problems);
  return settings;
}
