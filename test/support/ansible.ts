import { spawnSync } from "node:child_process";
import { aptGet } from "../../sandbox/engine/prerequisites";

const isThere = (): boolean => spawnSync("ansible-playbook", ["--version"]).status === 0;

/**
 * Makes sure that ansible-core is installed, where root may install Debian packages.
 * @returns why it is not there, where it cannot be had
 */
export async function ansibleProblem(): Promise<string | undefined> {
  if (isThere()) return undefined;
  if (!aptGet.isAllowed()) return "ansible-playbook is missing, and this user may not install ansible-core";
  await aptGet.install(["ansible-core"]);
  return isThere() ? undefined : "ansible-core has brought no ansible-playbook";
}
