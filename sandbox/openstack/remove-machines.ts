import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { CloudAddresses } from "./addresses";
import type { CloudFolder } from "./folder";
import { processEnvironment, python } from "./process-environment";

/**
 * Shuts down the machines of a cloud and takes away what runs or is mounted for them and their networks: processes,
 * namespaces, mounts, loop devices, control groups. Their disks stay in the cloud's folder, and nothing of another cloud is
 * touched. Nova must not run meanwhile, so that it starts the same machines again the next time.
 */
export async function removeMachines(folder: CloudFolder, addresses: CloudAddresses): Promise<void> {
  await promisify(execFile)(python, ["-m", "spe_cloud.remove_machines"], {
    env: processEnvironment(folder, addresses),
  });
}
