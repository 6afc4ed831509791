import { homedir } from "node:os";
import { join } from "node:path";

/** The project's root: the folder of package.json. */
export const projectRoot = join(__dirname, "..", "..");

/**
 * Where everything that was downloaded or built is kept, for all clones of the project on this machine:
 * `${XDG_CACHE_HOME:-~/.cache}/spe`. Nothing in it is unique: it may be deleted at any time while nothing runs.
 */
export function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "spe");
}
