import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { progress } from "../engine";
import type { SandboxFolder } from "../folder";
import { privateDirectory } from "../private-file";
import { isRunning, serverLog, stopProcess } from "../server-process";
import { cloudAddresses } from "./addresses";
import { cloudFolder } from "./folder";
import type { Relay } from "./front";
import { otherTenant, ownTenant, type Tenant } from "./identity-content";
import { type MirroredFile, mirrorFiles } from "./mirror";
import { hasNamespace, removeNetwork } from "./network";
import { ensureNumber, readNumber, releaseNumber } from "./number";
import { ensureCloudPackages } from "./packages";
import { provideCloudParts } from "./parts";
import { removeMachines } from "./remove-machines";
import { ensureCloudSecrets } from "./secrets";
import { services } from "./services";
import { region } from "./services/foundation";
import { startCloud } from "./start";

export { cloudProblems } from "./abilities";
export { enterMachine } from "./enter-machine";
export type { Relay } from "./front";
export type { MirroredFile } from "./mirror";

/** The sandbox's cloud, and what a client needs to reach it. Secrets are paths of 0600 files. */
export interface Cloud {
  /** Keystone, `https://127.18.<number>.1:5000/v3`. */
  authUrl: string;
  region: string;
  /** The environment's project and its one user, who is a member of it and nothing else. */
  project: string;
  userName: string;
  passwordFile: string;
  /** An unrestricted application credential of that user, for the environment. */
  credential: { id: string; secretFile: string };
  /** Another project with its user, for the tests of what separates them. */
  other: { project: string; userName: string; passwordFile: string };
  /** Of user `admin` in project `admin`: for tests, never for a program. */
  adminPasswordFile: string;
  /** The namespace of what is outside of every project: where a test goes to be "the internet". */
  namespace: string;
  /** From where this machine reaches what has an address on `public` or `dmz`. */
  hostAddress: string;
  externalNetwork: "public";
  dmzNetwork: "dmz";
  /** The site's resolvers. */
  resolvers: string[];
  /** The site's servers: the mirror on port 443, the sandbox's other servers on their own ports. */
  siteAddress: string;
  /** Certificate and key (PEM) for machines that serve the site: it names every address of `public` and `dmz`. */
  tls: { certificateFile: string; keyFile: string };
  /** What machines fetch, by name. */
  artefacts: Record<string, MirroredFile>;
}

/** What the caller decides about a cloud. */
export interface CloudWishes {
  /** Files for machines to fetch: name in the mirror → path. */
  artefacts: Record<string, string>;
  /** The sandbox's other servers, which machines reach at the site's address. */
  relays: Relay[];
}

const runtimeOf = (number: number): string => `/run/spe${number}`;

/**
 * Starts what of the sandbox's cloud does not run, and sets it up; what stands already is left as it is.
 * One process at a time: callers hold the sandbox's lock.
 * @throws Error when a server of it cannot be started
 */
export async function ensureCloud(sandbox: SandboxFolder, wishes: CloudWishes): Promise<Cloud> {
  const root = await privateDirectory(sandbox.cloud);
  await ensureCloudPackages();
  const parts = await provideCloudParts();
  const number = await ensureNumber(root);
  const addresses = cloudAddresses(number);
  const folder = cloudFolder(root, runtimeOf(number));
  const context = { folder, addresses, secrets: await ensureCloudSecrets(folder) };
  const start = () => startCloud(context, parts, sandbox.tls, wishes.relays);
  await (cloudRuns(sandbox) ? start() : progress.step("OpenStack starts", 20, start));
  const access = ({ project, user, secret }: Tenant) => ({
    project,
    userName: user,
    passwordFile: folder.secret(secret),
  });
  return {
    authUrl: `https://${addresses.front}:5000/v3`,
    region,
    ...access(ownTenant),
    credential: {
      id: readFileSync(folder.credential.id, "utf8"),
      secretFile: folder.credential.secret,
    },
    other: access(otherTenant),
    adminPasswordFile: folder.secret("admin"),
    namespace: addresses.namespace,
    hostAddress: addresses.link.hostAddress,
    externalNetwork: "public",
    dmzNetwork: "dmz",
    resolvers: [addresses.public.gateway],
    siteAddress: addresses.site,
    tls: { certificateFile: folder.tls.certificate, keyFile: folder.tls.key },
    artefacts: await mirrorFiles(context, wishes.artefacts),
  };
}

const serverNames = ["front", "mirror", "fabric", ...services.map(({ name }) => name), "database"];

/**
 * Stops the cloud's servers and machines and takes away its networks; what is written in its folder stays, and the next
 * start brings the same machines up again. Gives whether anything ran.
 */
export async function stopCloud(sandbox: SandboxFolder): Promise<boolean> {
  const root = sandbox.cloud;
  const number = readNumber(root);
  if (number === undefined) return false;
  const folder = cloudFolder(root, runtimeOf(number));
  const addresses = cloudAddresses(number);
  const others = serverNames.filter((name) => name !== "database"); // they ask it as they end
  const stopped = await Promise.all(others.map((name) => stopProcess(folder.server(name))));
  stopped.push(await stopProcess(folder.server("database")));
  if (await hasNamespace(addresses)) {
    await removeMachines(folder, addresses);
    await removeNetwork(addresses);
  }
  await rm(folder.sockets.directory, { recursive: true, force: true });
  return stopped.includes(true);
}

/** Stops the cloud and removes everything of it; what was built stays in the cache. */
export async function removeCloud(sandbox: SandboxFolder): Promise<void> {
  await stopCloud(sandbox);
  const root = sandbox.cloud;
  const number = readNumber(root);
  if (number !== undefined) await releaseNumber(number);
  await rm(root, { recursive: true, force: true });
}

/** Whether all of its servers run. */
export function cloudRuns(sandbox: SandboxFolder): boolean {
  const folder = cloudFolder(sandbox.cloud, "");
  return serverNames.every((name) => isRunning(folder.server(name)));
}

/** Where each of the cloud's servers writes its log. */
export function cloudLogs(sandbox: SandboxFolder): Record<string, string> {
  const folder = cloudFolder(sandbox.cloud, "");
  return Object.fromEntries(serverNames.map((name) => [name, serverLog(folder.server(name))]));
}
