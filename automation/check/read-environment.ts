import { parse, YAMLParseError } from "yaml";
import { type PackFacts, type PackFile, packFacts, readPackFile } from "../../infra/pack-facts";
import {
  parseSettings,
  type Settings,
  SettingsError,
  type SettingsProblem,
  sectionsOf,
} from "../../infra/settings";
import { type EnvironmentFiles, hasText, knownEnvironments, type TextFile } from "./environment-files";
import { parameterProblems } from "./parameter-problems";

/** An environment whose files are right. */
export interface Environment {
  name: string;
  /** The stack file, as reports show it. */
  file: string;
  settings: Settings;
  /** What the pack is configured by. */
  facts: PackFacts;
}

/** Something wrong in one of an environment's files. */
export interface FileProblem extends SettingsProblem {
  file: string;
}

/** An environment's files with everything that is wrong in them. */
export class WrongEnvironment extends Error {
  override readonly name = "WrongEnvironment";

  constructor(
    readonly environment: string,
    readonly problems: readonly FileProblem[],
  ) {
    super(`the settings of ${environment} are wrong`);
  }
}

/**
 * Reads an environment from its files.
 * @throws WrongEnvironment
 */
export function readEnvironment({ name, stack, packs }: EnvironmentFiles): Environment {
  const problems: FileProblem[] = [];
  const settings = readSettings(stack, problems);
  const packFile = readPack(packs, problems);
  if (settings === undefined || problems.length > 0) throw new WrongEnvironment(name, problems);
  return { name, file: stack.path, settings, facts: packFacts(settings, packFile) };
}

function readSettings(stack: EnvironmentFiles["stack"], problems: FileProblem[]): Settings | undefined {
  if (!hasText(stack)) {
    const known = knownEnvironments();
    const allowed = `an environment of infra/environments (${known.join(", ")}), or the path of a stack file`;
    problems.push(ofFile(stack, "does not exist", allowed, known[0] ?? "Pulumi.trial.yaml"));
    return undefined;
  }
  const content = contentOf(stack, problems, asPulumiReads) as { config?: unknown } | null | undefined;
  if (content === undefined) return undefined;
  try {
    return parseSettings(sectionsOf(Object(content?.config)));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(...error.problems.map((problem) => ({ file: stack.path, ...problem })));
    return undefined;
  }
}

function readPack([file, second]: TextFile[], problems: FileProblem[]): PackFile | undefined {
  if (file === undefined) return undefined;
  if (second !== undefined)
    problems.push(
      ofFile(second, "is the second one", `one of them; ${file.path} stands beside it`, file.path),
    );
  const found: SettingsProblem[] = [];
  const content = contentOf(file, problems);
  if (content === undefined) return undefined;
  const pack = readPackFile(content, found);
  found.push(...parameterProblems(pack.parameters));
  problems.push(...found.map((problem) => ({ file: file.path, ...problem })));
  return pack;
}

/** A file's content, JSON being YAML; undefined where it is neither, which becomes a problem. */
function contentOf(
  file: TextFile,
  problems: FileProblem[],
  read: (text: string) => unknown = (it) => parse(it),
): unknown {
  try {
    return read(file.text) ?? null;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    // the message goes on with lines of the file, in which a secret may stand
    const [found = "cannot be read"] = error.message.split("\n");
    problems.push(ofFile(file, found, "YAML", "key: value"));
    return undefined;
  }
}

const ofFile = (
  { path: file }: Pick<TextFile, "path">,
  found: string,
  allowed: string,
  example: string,
): FileProblem => ({ file, path: "the file", found, allowed, example });

/** Pulumi reads a date without quotes as a time, and hands it to the program in this form. */
const asPulumiReads = (text: string): unknown =>
  parse(
    text,
    (_key, value: unknown) =>
      value instanceof Date ? value.toISOString().replace(/T(.*)\.000Z/, " $1 +0000 UTC") : value,
    { customTags: ["timestamp"] },
  );
