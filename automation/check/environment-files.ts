/** The files that describe an environment, as they stand in the working tree or at a commit. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

const folder = join(__dirname, "../../infra/environments");

/** Where an environment's files lie. */
export interface EnvironmentPlace {
  /** Name of the environment, which is its stack's. */
  name: string;
  /** The stack file, absolute. */
  stackFile: string;
  /** Where the pack's parameters and exemptions may stand beside it, absolute. */
  packFiles: string[];
}

/** A file with its content. */
export interface TextFile {
  /** As reports show it: relative to the working directory. */
  path: string;
  text: string;
}

/** An environment's files with their content. */
export interface EnvironmentFiles {
  name: string;
  /** Without text where there is no such file. */
  stack: Pick<TextFile, "path"> & Partial<TextFile>;
  /** Those of the two forms that exist; both would be a mistake. */
  packs: TextFile[];
}

/**
 * Finds an environment's files.
 * @param nameOrPath name of a stack file in infra/environments (`trial`), or path of a stack file
 */
export function placeOf(nameOrPath: string): EnvironmentPlace {
  const isPath = /[/\\]|\.ya?ml$/.test(nameOrPath);
  const stackFile = isPath ? resolve(nameOrPath) : join(folder, `Pulumi.${nameOrPath}.yaml`);
  const name = basename(stackFile).replace(/^Pulumi\.|\.ya?ml$/g, "");
  const beside = (kind: string): string => join(dirname(stackFile), `five-safes.${name}.${kind}`);
  return { name, stackFile, packFiles: [beside("json"), beside("yaml")] };
}

/** Names of the environments in infra/environments. */
export const knownEnvironments = (): string[] =>
  readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

/** Reads the files of the working tree. */
export const readFiles = (place: EnvironmentPlace): EnvironmentFiles =>
  filesOf(place, (path) => (existsSync(path) ? readFileSync(path, "utf8") : undefined));

/** Reads the files as they are at a commit. */
export const readFilesAt = (place: EnvironmentPlace, commit: string): EnvironmentFiles =>
  filesOf(place, (path) => {
    try {
      return git(dirname(path), "show", `${commit}:./${basename(path)}`);
    } catch {
      return undefined; // the commit exists, so the file does not
    }
  });

/**
 * The commit that a name means in the repository of an environment.
 * @throws Error where there is none
 */
export function commitOf({ stackFile }: EnvironmentPlace, ref: string): string {
  try {
    const wanted = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
    return git(dirname(stackFile), ...wanted).trim();
  } catch {
    throw new Error(
      `git knows no commit "${ref}" here; fetch it first: a pipeline's checkout has one commit, unless told otherwise`,
    );
  }
}

function filesOf(
  { name, stackFile, packFiles }: EnvironmentPlace,
  read: (path: string) => string | undefined,
): EnvironmentFiles {
  const textFile = (path: string): EnvironmentFiles["stack"] => {
    const text = read(path);
    return { path: relative(process.cwd(), path), ...(text === undefined ? {} : { text }) };
  };
  return { name, stack: textFile(stackFile), packs: packFiles.map(textFile).filter(hasText) };
}

/** Whether a file exists. */
export const hasText = (file: EnvironmentFiles["stack"]): file is TextFile => file.text !== undefined;

const git = (cwd: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
