import { type PackFacts, type PackFile, packFacts, readPackFile } from "../../infra/pack-facts";
import type { Settings, SettingsProblem } from "../../infra/settings";
import type { EnvironmentFiles, TextFile } from "./environment-files";
import { parameterProblems } from "./parameter-problems";
import { stackFileSettings } from "./stack-file-settings";
import { type FileProblem, problemOf, WrongEnvironment } from "./wrong-environment";
import { yamlContent } from "./yaml-content";

/** An environment whose files are right. */
export interface Environment {
  name: string;
  /** The stack file, as reports show it. */
  file: string;
  settings: Settings;
  /** What the pack is configured by. */
  facts: PackFacts;
}

/**
 * Reads an environment from its files.
 * @throws WrongEnvironment
 */
export function readEnvironment({ name, stack, packs }: EnvironmentFiles): Environment {
  const problems: FileProblem[] = [];
  const settings = stackFileSettings(stack, problems);
  const packFile = readPack(packs, problems);
  if (settings === undefined || problems.length > 0) throw new WrongEnvironment(name, problems);
  return { name, file: stack.path, settings, facts: packFacts(settings, packFile) };
}

function readPack([file, second]: TextFile[], problems: FileProblem[]): PackFile | undefined {
  if (file === undefined) return undefined;
  if (second !== undefined)
    problems.push(
      problemOf(second, "is the second one", `one of them; ${file.path} stands beside it`, file.path),
    );
  const found: SettingsProblem[] = [];
  const content = yamlContent(file, problems);
  if (content === undefined) return undefined;
  const pack = readPackFile(content, found);
  found.push(...parameterProblems(pack.parameters));
  problems.push(...found.map((problem) => ({ file: file.path, ...problem })));
  return pack;
}
