import { parseSettings, type Settings } from "../../infra/settings";
import { stackSections } from "../../sandbox/stack-sections";
import type { TestSandbox } from "./test-sandbox";

/** How long a login to the sandbox's environment lasts, as its settings say. */
export function sessionSettings({ sandbox }: TestSandbox): NonNullable<Settings["identity"]>["sessions"] {
  const { identity, project } = parseSettings(stackSections(sandbox));
  if (identity === undefined) throw new Error(`the environment "${project.id}" has no section identity`);
  return identity.sessions;
}
