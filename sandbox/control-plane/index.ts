import { type Artefact, progress, provide } from "../engine";
import type { SandboxFolder } from "../folder";
import { kubernetesPrograms } from "../kubernetes";
import { KubernetesApi } from "../kubernetes/api";
import { admitLogin, type TrustedLogin, writeAuthentication } from "../kubernetes/authentication";
import { clusterFolder } from "../kubernetes/cluster-folder";
import { kubernetesVersion } from "../kubernetes/programs";
import { privateDirectory } from "../private-file";
import { isRunning, serverLog } from "../server-process";
import type { ControlPlanePorts, ControlPlanePrograms } from "./components";
import { kwokProgram } from "./program";
import { apiUrl, endControlPlane, partNames, startControlPlane } from "./start";

/** A Kubernetes that needs no root: an API server as every cluster has it, and nodes that are pretended. */
export interface ControlPlane {
  /** `https://127.0.0.1:6443` */
  apiUrl: string;
  /** Certificate (PEM) of the cluster's own authority. */
  caFile: string;
  /** Credentials of the cluster's administrator; 0600. */
  kubeconfigFile: string;
  /** `1.36.0` */
  version: string;
}

/** What it is made of: Kubernetes of the sandbox's node, and kwok. */
export const controlPlaneArtefacts = (): Artefact[] => [kubernetesPrograms(), kwokProgram()];

/** Builds what the cache does not have of it. @throws StepFailed */
export async function controlPlanePrograms(): Promise<ControlPlanePrograms> {
  // one after the other: a compiler takes every core
  const kubernetes = await provide(kubernetesPrograms());
  return { kubernetes, kwok: await provide(kwokProgram()) };
}

/**
 * Starts what of it does not run, as processes of the caller on loopback; what stands already is left as it is. Pods that it is
 * given get a node and are said to run, and nothing runs. One process at a time: callers hold the sandbox's lock.
 * @param options.nodes how many nodes it has at least @default 1
 * @throws Error when a part of it cannot be started
 */
export async function ensureControlPlane(
  sandbox: SandboxFolder,
  ports: ControlPlanePorts,
  { nodes = 1 } = {},
): Promise<ControlPlane> {
  const folder = clusterFolder(sandbox.controlPlane);
  const programs = await controlPlanePrograms();
  await privateDirectory(folder.root);
  const start = () => startControlPlane({ folder, ports, programs, nodes });
  await (controlPlaneRuns(sandbox) ? start() : progress.step("Kubernetes without root starts", 8, start));
  return {
    apiUrl: apiUrl(ports),
    caFile: folder.authority("cluster").certificate,
    kubeconfigFile: folder.adminKubeconfig,
    version: kubernetesVersion.slice(1),
  };
}

/**
 * Makes the API server let in an issuer's people as well.
 * @throws Error when the API server has not taken the issuer after a minute
 */
export async function admitPeople(sandbox: SandboxFolder, login: TrustedLogin): Promise<void> {
  const folder = clusterFolder(sandbox.controlPlane);
  const api = new KubernetesApi(folder.adminKubeconfig);
  try {
    await admitLogin(folder, api, login, () => writeAuthentication(folder));
  } finally {
    await api.close();
  }
}

/** Stops it; what is written in its folder stays. Gives whether anything ran. */
export function stopControlPlane(sandbox: SandboxFolder): Promise<boolean> {
  return endControlPlane(clusterFolder(sandbox.controlPlane));
}

/** Where each part of it writes its log. */
export function controlPlaneLogs(sandbox: SandboxFolder): Record<string, string> {
  const folder = clusterFolder(sandbox.controlPlane);
  return Object.fromEntries(partNames.map((name) => [name, serverLog(folder.server(name))]));
}

/** Whether all of it runs. */
export const controlPlaneRuns = ({ controlPlane }: SandboxFolder): boolean =>
  partNames.every((name) => isRunning(clusterFolder(controlPlane).server(name)));
