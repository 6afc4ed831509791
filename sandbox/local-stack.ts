import { lstatSync } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { projectRoot } from "./engine/cache";

/** The stack of `npm start`: what the tracked stack file `sandbox` says, with this machine's addresses and secrets. */
export const localStack = "local";

/** Where `pulumi` looks for the stack's file when it is run by hand; git ignores it. */
export const localStackFile = join(projectRoot, "infra", "environments", `Pulumi.${localStack}.yaml`);

/**
 * Links the stack's file to where `pulumi` looks for it, so that a run by hand needs no `--config-file`.
 * @param configFile the file, in the sandbox's folder
 * @throws Error where a file that is no such link has the place
 */
export async function linkStackFile(configFile: string, place = localStackFile): Promise<void> {
  await unlinkStackFile(place);
  if (found(place)) {
    const file = relative(projectRoot, place);
    throw new Error(
      `"${file}" is in the way: the stack of npm start has this name; give that environment another, or remove the file`,
    );
  }
  await symlink(relative(dirname(place), configFile), place);
}

/** Takes the link away; what is no link stays. */
export async function unlinkStackFile(place = localStackFile): Promise<void> {
  if (found(place)?.isSymbolicLink()) await rm(place);
}

const found = (path: string) => lstatSync(path, { throwIfNoEntry: false });
