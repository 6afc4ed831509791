import { rm } from "node:fs/promises";
import { shellEnvironmentFile } from "./engine-environment";
import { defaultStateDir, sandboxFolder } from "./folder";
import { stopProcess } from "./server-process";

/** Stops the servers, MinIO before the issuer that it asks; what they keep stays. Gives the titles of those that ran. */
export async function stop(stateDir = defaultStateDir): Promise<string[]> {
  const { minio, keycloak } = sandboxFolder(stateDir);
  const stopped: string[] = [];
  if (await stopProcess(minio.directory)) stopped.push("MinIO");
  if (await stopProcess(keycloak.directory)) stopped.push("Keycloak");
  return stopped;
}

/** Stops the servers and removes everything of the sandbox; programs that were built stay in the cache. */
export async function down(stateDir = defaultStateDir): Promise<string[]> {
  const stopped = await stop(stateDir);
  await rm(stateDir, { recursive: true, force: true });
  if (stateDir === defaultStateDir) await rm(shellEnvironmentFile, { force: true });
  return stopped;
}
