import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { delimiter, dirname } from "node:path";

/** What a process needs to run `pulumi` for this project. */
export interface ShellEnvironment {
  /** Folders that come first in PATH. */
  path: string[];
  /** Other variables. */
  variables: Record<string, string>;
}

/** The variables for a child process: PATH with the project's programs first. */
export function childEnvironment({ path, variables }: ShellEnvironment): Record<string, string> {
  return { ...variables, PATH: [...path, process.env.PATH ?? ""].join(delimiter) };
}

/**
 * Writes a file (0600: variables may hold a passphrase) that gives a shell the same environment: `. .spe/env`.
 * @param environments later ones win where they name the same variable
 */
export async function writeShellEnvironment(
  file: string,
  ...environments: ShellEnvironment[]
): Promise<void> {
  const path = environments.flatMap((environment) => environment.path);
  const variables = Object.assign({}, ...environments.map((environment) => environment.variables));
  const lines = [
    "# written by set-up; read it in a shell to run pulumi by hand: . .spe/env",
    `export PATH=${path.map((folder) => `${quote(folder)}:`).join("")}"$PATH"`,
    ...Object.entries<string>(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
  ];
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, `${lines.join("\n")}\n`, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, file);
}

/** Within single quotes a shell takes everything as it is, except the single quote. */
function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
