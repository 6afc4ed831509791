import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { claimPrefix } from "../components/kubernetes/cluster-login";
import type { Environment } from "../infra/environment";
import { ensureServerCertificate } from "./certificates";
import { type SandboxCloud, sayLeftOut } from "./cloud";
import { admitPeople } from "./control-plane";
import { type SandboxFolder, sandboxFolder } from "./folder";
import { funnelImage } from "./funnel/image";
import { ensureKkp, type Kkp } from "./kkp";
import { ensureKubernetes, type ImageSpec, kubernetesProblems } from "./kubernetes";
import { layVolumes } from "./kubernetes/volumes";
import type { Plain } from "./plain-outputs";
import type { Ports } from "./ports";
import { writePrivateFile } from "./private-file";
import type { Sandbox } from "./sandbox";
import { trackedSections, trackedTasksHost } from "./stack-sections";

/** The Kubernetes of a sandbox, with the platform that hands it out and what the service of tasks is made from. */
export interface SandboxCluster {
  kkp: Kkp;
  /** Address of the API server as pods reach it. */
  apiAddress: string;
  apiPort: number;
  /** Address of Keycloak as pods reach it. */
  loginUrl: string;
  /** Images by name, with their digests. */
  images: Record<"toolbox" | "funnel" | "node", string>;
  tasks: { certificateFile: string; keyFile: string; passwordFile: string };
}

/** Whether the sandbox has a Kubernetes: the tracked environment has one, and this machine can have it; says why where it cannot. */
export async function hasCluster(hasCloud: boolean): Promise<boolean> {
  if (!hasCloud || !("kubernetes" in trackedSections())) return false;
  const problems = await kubernetesProblems();
  if (problems.length === 0) return true;
  sayLeftOut("Kubernetes", problems);
  return false;
}

/**
 * Whether the sandbox has the Kubernetes that needs no root in place of its cloud's: the tracked environment has one, and the
 * machine leaves the cloud out, not a person, who wants a start of seconds.
 * @throws Error where it is to be left out and has the environment's namespace
 */
export function hasControlPlane(folder: SandboxFolder, hasCloud: boolean, isCloudUnwanted: boolean): boolean {
  const isWanted = !hasCloud && !isCloudUnwanted && "kubernetes" in trackedSections();
  if (!isWanted && existsSync(folder.controlPlane))
    throw new Error(
      "this sandbox has a Kubernetes without root with the environment's namespace; begin anew: npm start -- down",
    );
  return isWanted;
}

/**
 * Starts what of the cluster does not run.
 * @throws Error when a part of it cannot be started
 */
export async function startCluster(
  folder: SandboxFolder,
  ports: Ports,
  cloud: SandboxCloud,
): Promise<SandboxCluster> {
  const kubernetes = await ensureKubernetes(folder, [await funnelImage(), await nodeImage()]);
  await layVolumes(kubernetes);
  const tasks = {
    certificateFile: join(folder.root, "tls", "tasks.crt"),
    keyFile: join(folder.root, "tls", "tasks.key"),
    passwordFile: folder.secrets.environment("task-server"),
  };
  const { caCertificate, caKey } = folder.tls;
  await ensureServerCertificate(
    { certificate: caCertificate, key: caKey },
    { certificate: tasks.certificateFile, key: tasks.keyFile },
    [{ type: "dns", value: trackedTasksHost() }],
  );
  if (!existsSync(tasks.passwordFile))
    await writePrivateFile(tasks.passwordFile, randomBytes(24).toString("hex"));
  const { hostname, port } = new URL(kubernetes.apiUrl);
  const { toolbox = "", funnel = "", node = "" } = kubernetes.images;
  return {
    kkp: await ensureKkp(folder),
    apiAddress: hostname,
    apiPort: Number(port),
    loginUrl: `https://${cloud.siteAddress}:${ports.keycloak}`,
    images: { toolbox, funnel, node },
    tasks,
  };
}

/**
 * Lets the environment's people in at the Kubernetes without root, where there is one, as whoever keeps a given cluster does.
 * @throws Error when its API server has not taken the realm after a minute
 */
export async function admitAtControlPlane(
  sandbox: Sandbox,
  { identity, kubernetes }: Plain<Environment>,
): Promise<void> {
  if (sandbox.controlPlane === undefined || identity === undefined || kubernetes === undefined) return;
  const { id } = trackedSections().project as { id: string };
  await admitPeople(sandboxFolder(sandbox.stateDir), {
    issuer: identity.issuer,
    clientId: kubernetes.client.clientId,
    prefix: claimPrefix(id),
    certificateAuthority: readFileSync(sandbox.caFile, "utf8"),
  });
}

/** Node with the libraries of this machine that it needs, as an image. */
export async function nodeImage(): Promise<ImageSpec> {
  const { stdout } = await promisify(execFile)("ldd", [process.execPath]);
  const libraries = stdout.match(/\/\S+(?= \()/g) ?? [];
  return {
    name: "node",
    files: {
      "/usr/local/bin/node": process.execPath,
      ...Object.fromEntries(libraries.map((path) => [path, path])),
    },
  };
}
