import { readFileSync } from "node:fs";
import { ensureCertificates } from "./certificates";
import { startCloud } from "./cloud";
import { startCluster } from "./cluster";
import { controlPlaneArtefacts, controlPlanePrograms, ensureControlPlane } from "./control-plane";
import { describeSandbox } from "./describe";
import { type Artefact, type Engine, ensureEngine, ensurePrerequisites, needsOf, provide } from "./engine";
import { defaultStateDir, type SandboxFolder, sandboxFolder } from "./folder";
import { Administration } from "./keycloak/administration";
import { keycloakDistribution } from "./keycloak/distribution";
import { ensureProvisioner as ensureKeycloakProvisioner } from "./keycloak/provisioner";
import { keycloakServer } from "./keycloak/server";
import { ensureLsAai } from "./ls-aai/ensure-realm";
import { minioProgram } from "./minio/program";
import { ensureProvisioner as ensureMinioProvisioner } from "./minio/provisioner";
import { minioServer } from "./minio/server";
import { keepOutOfTheProgram } from "./not-the-program";
import { ensurePorts, type Ports, preferredPorts } from "./ports";
import { privateDirectory } from "./private-file";
import type { Sandbox } from "./sandbox";
import { ensureSecrets } from "./secrets";
import { ensureServer } from "./server";

/** Everything that is made once for all sandboxes of this machine. */
export interface Programs {
  engine: Engine;
  /** Folder of Keycloak's distribution. */
  keycloak: string;
  /** Folder of MinIO's server. */
  minio: string;
}

/** What a sandbox has beside login and store; each takes time and memory. */
export interface Parts {
  /** The cloud. @default false */
  cloud?: boolean;
  /** The Kubernetes at it. @default false */
  cluster?: boolean;
  /** The Kubernetes that needs no root, in place of both. @default false */
  controlPlane?: boolean;
}

/**
 * Makes sure that the engine and the servers' programs are on this machine.
 * @throws Error, StepFailed
 */
export async function ensurePrograms({
  cluster = false,
  controlPlane = false,
}: Parts = {}): Promise<Programs> {
  const artefacts: Artefact[] = [
    keycloakDistribution(),
    minioProgram(),
    ...(controlPlane ? controlPlaneArtefacts() : []),
  ];
  await ensurePrerequisites(["java", ...(await needsOf(artefacts))]);
  const [keycloak, { engine, minio }] = await Promise.all([
    provide(keycloakDistribution()),
    // one after the other: a compiler takes every core
    ensureEngine([
      "command",
      "keycloak",
      "minio",
      "openstack",
      ...(cluster || controlPlane ? ["kubernetes" as const] : []),
    ]).then(async (engine) => {
      const minio = await provide(minioProgram());
      if (controlPlane) await controlPlanePrograms();
      return { engine, minio };
    }),
  ]);
  return { engine, keycloak, minio };
}

/**
 * Starts what of the sandbox does not run, and sets it up; what stands already is left as it is. One process at a time:
 * callers hold the sandbox's lock.
 * @param stateDir folder of everything that the sandbox keeps
 * @param preferred ports to choose when it has none yet
 * @param parts what is started beside login and store
 * @throws Error when a server cannot be started
 */
export async function up(
  programs: Programs,
  stateDir = defaultStateDir,
  preferred: Ports = preferredPorts,
  parts: Parts = {},
): Promise<Sandbox> {
  const folder = sandboxFolder(stateDir);
  await privateDirectory(folder.root);
  await keepOutOfTheProgram(folder.root);
  await privateDirectory(folder.pulumi.state);
  const ports = await ensurePorts(folder.ports, preferred);
  await ensureCertificates(folder);
  await ensureSecrets(folder);
  const sandbox = describeSandbox(folder, ports);
  const [cloud, controlPlane] = await Promise.all([
    parts.cloud ? startCloud(folder, ports, programs) : undefined,
    // after Keycloak: while an issuer of their configuration does not answer, MinIO and the API server know none of its users
    startKeycloak(sandbox, folder, ports, programs).then(async () => {
      await startMinio(sandbox, folder, ports, programs);
      return parts.controlPlane ? ensureControlPlane(folder, ports) : undefined;
    }),
  ]);
  if (controlPlane) return { ...sandbox, controlPlane };
  if (cloud === undefined) return sandbox;
  return parts.cluster
    ? { ...sandbox, cloud, cluster: await startCluster(folder, ports, cloud) }
    : { ...sandbox, cloud };
}

async function startKeycloak(
  { keycloak, caFile }: Sandbox,
  folder: SandboxFolder,
  ports: Ports,
  programs: Programs,
): Promise<void> {
  await ensureServer(await keycloakServer(folder, ports.keycloak, programs.keycloak));
  const { secrets } = folder;
  const administration = new Administration(keycloak, secret(caFile));
  try {
    await ensureKeycloakProvisioner(administration, secret(secrets.keycloakProvisioner));
    await ensureLsAai(administration, keycloak.url, {
      clientSecret: secret(secrets.lsAaiClient),
      password: (name) => secret(secrets.person(name)),
    });
  } finally {
    await administration.close();
  }
}

async function startMinio(
  { minio, caFile }: Sandbox,
  folder: SandboxFolder,
  ports: Ports,
  programs: Programs,
): Promise<void> {
  await ensureServer(await minioServer(folder, ports, programs.minio));
  const { secrets } = folder;
  await ensureMinioProvisioner({
    url: minio.url,
    ca: secret(caFile),
    root: { accessKey: secret(secrets.minioRootUser), secretKey: secret(secrets.minioRootPassword) },
    secretKey: secret(secrets.minioProvisioner),
  });
}

const secret = (file: string): string => readFileSync(file, "utf8");
