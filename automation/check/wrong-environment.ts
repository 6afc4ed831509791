import type { SettingsProblem } from "../../infra/settings";
import type { TextFile } from "./environment-files";

/** Something wrong in one of an environment's files. */
export interface FileProblem extends SettingsProblem {
  file: string;
}

/** An environment's files with everything that is wrong in them; the message says it all. */
export class WrongEnvironment extends Error {
  override readonly name = "WrongEnvironment";

  constructor(
    readonly environment: string,
    readonly problems: readonly FileProblem[],
  ) {
    super([`the settings of ${environment} are wrong`, ...problems.map(paragraph)].join("\n"));
  }
}

/** A problem of a file as a whole. */
export const problemOf = (
  { path: file }: Pick<TextFile, "path">,
  found: string,
  allowed: string,
  example: string,
): FileProblem => ({ file, path: "the file", found, allowed, example });

const paragraph = ({ file, path, found, allowed, example }: FileProblem): string =>
  [`  ${file}, ${path}: ${found}`, `    allowed: ${allowed}`, `    example: ${example}`].join("\n");
