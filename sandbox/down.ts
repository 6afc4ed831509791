import { rm } from "node:fs/promises";
import { stopControlPlane } from "./control-plane";
import { shellEnvironmentFile } from "./engine-environment";
import { defaultStateDir, sandboxFolder } from "./folder";
import { stopKkp } from "./kkp";
import { stopKubernetes } from "./kubernetes";
import { unlinkStackFile } from "./local-stack";
import { removeCloud, stopCloud } from "./openstack";
import { stopProcess } from "./server-process";

/**
 * Stops the servers, MinIO before the issuer that it asks, and the cloud with its machines, after the Kubernetes that stands at
 * it; what they keep stays. Gives the titles of those that ran.
 */
export async function stop(stateDir = defaultStateDir): Promise<string[]> {
  const folder = sandboxFolder(stateDir);
  const { minio, keycloak } = folder;
  const stopped: string[] = [];
  await stopKkp(folder);
  if (await stopKubernetes(folder)) stopped.push("Kubernetes");
  if (await stopControlPlane(folder)) stopped.push("Kubernetes without root");
  if (await stopCloud(folder)) stopped.push("OpenStack");
  if (await stopProcess(minio.directory)) stopped.push("MinIO");
  if (await stopProcess(keycloak.directory)) stopped.push("Keycloak");
  return stopped;
}

/** Stops the servers and removes everything of the sandbox; programs that were built stay in the cache. */
export async function down(stateDir = defaultStateDir): Promise<string[]> {
  const stopped = await stop(stateDir);
  await removeCloud(sandboxFolder(stateDir));
  await rm(stateDir, { recursive: true, force: true });
  if (stateDir === defaultStateDir) {
    await rm(shellEnvironmentFile, { force: true });
    await unlinkStackFile();
  }
  return stopped;
}
