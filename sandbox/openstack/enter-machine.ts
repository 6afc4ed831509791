import { spawnSync } from "node:child_process";
import type { SandboxFolder } from "../folder";
import { cloudAddresses } from "./addresses";
import { cloudFolder } from "./folder";
import { readNumber } from "./number";
import { processEnvironment, python } from "./process-environment";

/**
 * Opens a shell of root in a machine, with this process's terminal.
 * @param machine its name in Nova
 * @returns the shell's exit code; 1 where no such machine runs, which it says
 * @throws Error where the sandbox has no cloud
 */
export function enterMachine({ cloud }: SandboxFolder, machine: string): number {
  const number = readNumber(cloud);
  if (number === undefined) throw new Error("this sandbox has no cloud; npm start makes one where it can");
  const folder = cloudFolder(cloud, `/run/spe${number}`);
  const { TERM = "dumb" } = process.env;
  const { status, error } = spawnSync(python, ["-m", "spe_cloud.enter", machine], {
    env: { ...processEnvironment(folder, cloudAddresses(number)), TERM },
    stdio: "inherit",
  });
  if (error) throw error;
  return status ?? 1;
}
