import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Agent, request } from "undici";
import type { SandboxFolder } from "../folder";
import { cloudAddresses } from "../openstack/addresses";
import { cloudFolder } from "../openstack/folder";
import { readNumber } from "../openstack/number";
import { privateDirectory, writePrivateFile } from "../private-file";
import { ensureServer, type Server } from "../server";
import { stopProcess } from "../server-process";
import { kkpFolder } from "./folder";
import { type KkpSettings, type TokenRole, tokenRoles } from "./settings";

/** The sandbox's stand-in for KKP, and what a client needs to reach it. */
export interface Kkp {
  /** `https://127.18.<number of the cloud>.1:9445` */
  apiUrl: string;
  projectId: string;
  dc: string;
  /** Versions of Kubernetes that it offers; it only says that a cluster has one. */
  versions: string[];
  /** Role → file of its token, 0600. */
  tokenFiles: Record<TokenRole, string>;
}

/** At the cloud's own loopback address, beside the services of OpenStack. */
const port = 9445;
const projectId = "sandboxheart";
const dc = "Sandbox";
const versions = ["1.36.0", "1.35.1", "1.34.2"];

/**
 * Starts the stand-in unless it runs. The sandbox's cloud and Kubernetes must run: a cluster of the stand-in is that
 * Kubernetes, whose node joins the cluster's network, so there is one cluster at a time.
 * @throws Error when it cannot be started
 */
export async function ensureKkp(sandbox: SandboxFolder): Promise<Kkp> {
  const number = readNumber(sandbox.cloud);
  if (number === undefined)
    throw new Error("KKP's stand-in stands at the sandbox's cloud, and there is none");
  const { front: address } = cloudAddresses(number);
  const folder = kkpFolder(sandbox);
  await privateDirectory(folder.directory);
  const tokens = {} as Record<TokenRole, string>;
  for (const role of tokenRoles) {
    const file = folder.token(role);
    if (!existsSync(file)) await writePrivateFile(file, randomBytes(24).toString("base64url"));
    tokens[role] = await readFile(file, "utf8");
  }
  // of the site, whose certificate has the address
  const { certificate, key } = cloudFolder(sandbox.cloud, "").tls;
  const settings: KkpSettings = {
    address,
    port,
    tls: { certificate, key },
    stateFile: folder.state,
    projectId,
    tokens,
    dc,
    versions,
    sshKeys: [],
  };
  await writePrivateFile(folder.settings, `${JSON.stringify(settings, null, 2)}\n`);
  await ensureServer(kkpServer(sandbox, address, await readFile(sandbox.tls.caCertificate, "utf8")));
  return {
    apiUrl: urlOf(address),
    projectId,
    dc,
    versions,
    tokenFiles: Object.fromEntries(tokenRoles.map((role) => [role, folder.token(role)])) as Kkp["tokenFiles"],
  };
}

/** Stops it; its clusters stay as they are. Gives whether it ran. */
export const stopKkp = (sandbox: SandboxFolder): Promise<boolean> =>
  stopProcess(kkpFolder(sandbox).directory);

/** Stops it and forgets its clusters, before the Kubernetes and the cloud that they stand in are removed. */
export async function removeKkp(sandbox: SandboxFolder): Promise<void> {
  await stopKkp(sandbox);
  await rm(kkpFolder(sandbox).directory, { recursive: true, force: true });
}

function kkpServer(sandbox: SandboxFolder, address: string, ca: string): Server {
  return {
    title: "KKP's stand-in",
    usualSeconds: 2,
    ports: [],
    command: {
      directory: kkpFolder(sandbox).directory,
      program: process.execPath,
      args: ["--require", require.resolve("tsx/cjs"), join(__dirname, "program.ts"), sandbox.root],
      env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" },
    },
    isReady: () => answers(urlOf(address), ca),
  };
}

const urlOf = (address: string): string => `https://${address}:${port}`;

/** It answers everybody that a token is missing. */
async function answers(url: string, ca: string): Promise<boolean> {
  const dispatcher = new Agent({ connect: { ca } });
  try {
    const { statusCode, body } = await request(`${url}/api/v1/dc`, { dispatcher });
    await body.dump();
    return statusCode === 401;
  } finally {
    await dispatcher.close();
  }
}
