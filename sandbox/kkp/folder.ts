import { join } from "node:path";
import type { SandboxFolder } from "../folder";
import type { TokenRole } from "./settings";

/** Every place of the sandbox's stand-in for KKP, by what it holds; nothing else knows the names. */
export interface KkpFolder {
  /** Folder of its log and of the mark of its process, 0700. */
  directory: string;
  /** What it is run with; it holds the tokens and is 0600. */
  settings: string;
  /** Its clusters; it holds their credentials and is 0600. */
  state: string;
  /** The token of a role; 0600. */
  token(role: TokenRole): string;
}

export function kkpFolder({ root }: SandboxFolder): KkpFolder {
  const directory = join(root, "kkp");
  return {
    directory,
    settings: join(directory, "settings.json"),
    state: join(directory, "clusters.json"),
    token: (role) => join(directory, `token-${role}`),
  };
}
