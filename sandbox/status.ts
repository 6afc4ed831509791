/** What of a sandbox runs. */
import { existsSync } from "node:fs";
import { controlPlaneRuns } from "./control-plane";
import type { SandboxFolder } from "./folder";
import { kkpFolder } from "./kkp/folder";
import { kubernetesRuns } from "./kubernetes";
import { cloudRuns } from "./openstack";
import { isRunning } from "./server-process";
import type { Standing } from "./standing";

/** A server of the sandbox, or several that are one for whoever uses them. */
export interface ServerStatus {
  /** `Keycloak`, `OpenStack` */
  name: string;
  /** Whether all of it runs. */
  runs: boolean;
  /** Where it is reached; not known before the first start has ended. */
  url?: string | undefined;
}

/** The servers that the sandbox has been started with, Keycloak and MinIO always among them. */
export function serversOf(folder: SandboxFolder, standing: Standing | undefined): ServerStatus[] {
  const { keycloak, minio, cloud, cluster, controlPlane } = standing?.sandbox ?? {};
  const kkp = kkpFolder(folder).directory;
  return [
    { name: "Keycloak", runs: isRunning(folder.keycloak.directory), url: keycloak?.url },
    { name: "MinIO", runs: isRunning(folder.minio.directory), url: minio?.url },
    ...(existsSync(folder.cloud)
      ? [{ name: "OpenStack", runs: cloudRuns(folder), url: cloud?.authUrl }]
      : []),
    ...(existsSync(folder.kubernetes)
      ? [{ name: "Kubernetes", runs: kubernetesRuns(folder), url: standing?.kubernetes?.apiEndpoint }]
      : []),
    ...(existsSync(kkp) ? [{ name: "KKP's stand-in", runs: isRunning(kkp), url: cluster?.kkp.apiUrl }] : []),
    ...(existsSync(folder.controlPlane)
      ? [{ name: "Kubernetes without root", runs: controlPlaneRuns(folder), url: controlPlane?.apiUrl }]
      : []),
  ];
}

/** The same for people, with what stands on them. */
export function statusText(servers: ServerStatus[], standing: Standing | undefined): string {
  const lines = servers.map(({ name, runs, url }): [string, string] => [
    name,
    runs ? `runs at ${url ?? "an address that is being set up"}` : "does not run",
  ]);
  lines.push([
    "environment",
    standing === undefined
      ? "not deployed; start with: npm start"
      : `stack "${standing.stack.name}", ${standing.identity.issuer}`,
  ]);
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `  ${name.padEnd(width)} ${text}\n`).join("");
}
