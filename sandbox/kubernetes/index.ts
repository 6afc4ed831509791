import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { progress, provide } from "../engine";
import type { SandboxFolder } from "../folder";
import { privateDirectory } from "../private-file";
import { isRunning, serverLog } from "../server-process";
import { apiPort } from "./addresses";
import { KubernetesApi } from "./api";
import type { TrustedLogin } from "./authentication";
import { endCloudController, startCloudController } from "./cloud-controller";
import type { KubernetesFolder } from "./folder";
import { type ImageFile, type ImageSpec, provideImage } from "./image";
import { ownImages } from "./images";
import { entering, nodeEnvironment } from "./node";
import { containerRuntime, kubernetesPrograms, kubernetesVersion } from "./programs";
import { cloudSite, placeOf } from "./site";
import { moveNode, startKubernetes } from "./start";
import { serverNames, stopNode } from "./stop";
import { makePort, plug, readTenantPort, removePort, type TenantNetwork, unplug } from "./tenant-network";
import { trust } from "./trust";

export { kubernetesProblems } from "./abilities";
export type { TrustedLogin } from "./authentication";
export type { ImageSpec } from "./image";
export { containerRuntime, kubernetesPrograms } from "./programs";
export type { TenantNetwork } from "./tenant-network";

/** The sandbox's Kubernetes, and what a client needs to reach it. */
export interface Kubernetes {
  /** `https://198.18.<n>.2:6443`, which this machine reaches. */
  apiUrl: string;
  /** Certificate (PEM) of the cluster's own authority. */
  certificateAuthority: string;
  /** Credentials of the cluster's administrator; 0600. */
  kubeconfigFile: string;
  /** `v1.36.0` */
  version: string;
  /** The images that pods may use, by name: `localhost/toolbox@sha256:…`. They are imported, and nothing can be pulled. */
  images: Record<string, string>;
  /**
   * Makes the API server let in an issuer's people as well; it reads its configuration anew while it runs.
   * @throws Error when the API server refuses the issuer
   */
  trust(login: TrustedLogin): Promise<void>;
  /**
   * Runs a program inside the node's namespaces, for tests.
   * @returns what it writes on its standard output
   * @throws Error when it does not exit with 0
   */
  enter(command: string[]): Promise<string>;
}

/**
 * Starts what of the sandbox's Kubernetes does not run, and sets it up; what stands already is left as it is. It stands at the
 * sandbox's cloud, which must run: pods reach its site, and balancers of its projects reach the node. One process at a time:
 * callers hold the sandbox's lock.
 * @param wanted images beside the sandbox's own
 * @throws Error when a part of it cannot be started
 */
export async function ensureKubernetes(
  sandbox: SandboxFolder,
  wanted: ImageSpec[] = [],
): Promise<Kubernetes> {
  const { folder, addresses } = required(sandbox);
  const runtime = await provide(containerRuntime());
  const programs = { runtime, programs: await provide(kubernetesPrograms()) };
  const images: Record<string, ImageFile> = {};
  for (const spec of [...ownImages(programs), ...wanted]) images[spec.name] = await provideImage(spec);
  await privateDirectory(folder.root);
  const start = () => startKubernetes({ sandbox, folder, addresses, programs, images });
  await (kubernetesRuns(sandbox) ? start() : progress.step("Kubernetes starts", 10, start));
  return {
    apiUrl: `https://${addresses.host.node}:${apiPort}`,
    certificateAuthority: readFileSync(folder.authority("cluster").certificate, "utf8"),
    kubeconfigFile: folder.adminKubeconfig,
    version: kubernetesVersion,
    images: Object.fromEntries(Object.values(images).map(({ name, reference }) => [name, reference])),
    trust: (login) => withApi(folder, (api) => trust(folder, addresses, api, login)),
    enter: async (command) => {
      const [program = "", ...args] = entering(folder, command);
      return (await promisify(execFile)(program, args, { env: nodeEnvironment })).stdout;
    },
  };
}

/**
 * Puts the node into a project's network, as a worker of a cluster of that project, and starts OpenStack's cloud controller
 * manager with the project's credential: from then on services of type LoadBalancer get balancers in that subnet, with
 * floating addresses. The node is in one network at a time, and stays in it over stop and start.
 * @throws Error while Kubernetes does not run, when the node is in another network, or with what the cloud refused
 */
export async function joinNetwork(sandbox: SandboxFolder, network: TenantNetwork): Promise<void> {
  const { folder, addresses } = required(sandbox);
  const present = readTenantPort(folder);
  if (present && present.subnetId !== network.subnetId)
    throw new Error(`the Kubernetes node is in subnet ${present.subnetId} already; let it leave that first`);
  const site = cloudSite(sandbox);
  const port = present ?? (await makePort(folder, site, network)); // an interrupted call goes on
  await plug(addresses, port);
  await moveNode(folder, addresses, port.address);
  await startCloudController(folder, await provide(kubernetesPrograms()), site, port);
}

/**
 * Takes the node out of the project's network, with its port there, and ends the cloud controller manager, which forgets the
 * credential. Services of type LoadBalancer are to be deleted before, since nobody removes their balancers afterwards. Does
 * nothing where the node is in no network.
 * @throws Error while Kubernetes does not run, or with what the cloud refused
 */
export async function leaveNetwork(sandbox: SandboxFolder): Promise<void> {
  const { folder, addresses } = required(sandbox);
  const port = readTenantPort(folder);
  if (port === undefined) return;
  await endCloudController(folder);
  await moveNode(folder, addresses, addresses.host.node);
  await unplug(addresses);
  await removePort(folder, cloudSite(sandbox), port);
}

/**
 * Stops Kubernetes with its pods; what is written in its folder stays, and the next start brings them up again. Must come
 * before the cloud is stopped. Gives whether anything ran.
 */
export async function stopKubernetes(sandbox: SandboxFolder): Promise<boolean> {
  const place = placeOf(sandbox);
  return place !== undefined && stopNode(place.folder, place.addresses);
}

/** Stops Kubernetes and removes everything of it, before its cloud is; what was built stays in the cache. */
export async function removeKubernetes(sandbox: SandboxFolder): Promise<void> {
  await stopKubernetes(sandbox);
  await rm(sandbox.kubernetes, { recursive: true, force: true });
}

/** Whether all of it runs. */
export function kubernetesRuns(sandbox: SandboxFolder): boolean {
  const place = placeOf(sandbox);
  return place !== undefined && always.every((name) => isRunning(place.folder.server(name)));
}

/** Where each part of it writes its log. */
export function kubernetesLogs(sandbox: SandboxFolder): Record<string, string> {
  const place = placeOf(sandbox);
  if (place === undefined) return {};
  return Object.fromEntries(serverNames.map((name) => [name, serverLog(place.folder.server(name))]));
}

function required(sandbox: SandboxFolder): NonNullable<ReturnType<typeof placeOf>> {
  const place = placeOf(sandbox);
  if (place === undefined) throw new Error("the sandbox's Kubernetes stands at its cloud, and there is none");
  return place;
}

async function withApi<T>(folder: KubernetesFolder, work: (api: KubernetesApi) => Promise<T>): Promise<T> {
  const api = new KubernetesApi(folder.adminKubeconfig);
  try {
    return await work(api);
  } finally {
    await api.close();
  }
}

/** Parts that run whether the node is in a project's network or not, and trusts anybody or not. */
const always = serverNames.filter((name) => name !== "cloud-controller" && name !== "relay");
