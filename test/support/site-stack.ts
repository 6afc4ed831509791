/** The site's servers on machines of the test's cloud, as a stack file of the program asks for them, and what reaches them. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { Deployment } from "../../sandbox/deployment";
import { describeSandbox } from "../../sandbox/describe";
import { projectRoot } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import type { MirroredFile } from "../../sandbox/openstack";
import type { Sections } from "../../sandbox/stack-sections";
import type { CloudClient } from "./cloud-client";
import { makeKey } from "./ssh-server";
import type { TestCloud } from "./test-cloud";
import { ports, stateDir } from "./test-sandbox";

/** Name of the stack, and id of its project. */
export const siteStack = "liver";

/** Where the copies of Keycloak's database go. */
export const backupBucket = "liver-backup";

/** What a run may ask for. */
export interface SiteWishes {
  /** Floating address of the DMZ that the project has already; the cloud's certificate names it. */
  address: string;
  /** Folder with the operator's OpenSSH keys, `operator` and `operator.pub`. */
  directory: string;
  /** Port of the audit sink at the site's address. */
  auditPort: number;
  secrets: Record<"kmsKey" | "root" | "storeProvisioner" | "keycloakProvisioner" | "backup", string>;
}

/** A secret that nobody has had before. */
export const word = (): string => randomBytes(18).toString("hex");

/** Makes what a site has before its first `up`: an address that it keeps, the operator's keys, and secrets. */
export async function prepareSite(
  client: CloudClient,
  { cloud }: TestCloud,
  directory: string,
): Promise<SiteWishes> {
  mkdirSync(directory, { recursive: true });
  makeKey(join(directory, "operator"));
  const [dmz] = await client.list("network", `/v2.0/networks?name=${cloud.dmzNetwork}`);
  const { body } = await client.send("POST", "network", "/v2.0/floatingips", {
    floatingip: { floating_network_id: dmz?.id },
  });
  return {
    address: (body.floatingip as { floating_ip_address: string }).floating_ip_address,
    directory,
    auditPort: 8514,
    secrets: {
      kmsKey: randomBytes(32).toString("base64"),
      root: word(),
      storeProvisioner: word(),
      keycloakProvisioner: word(),
      backup: word(),
    },
  };
}

/** Opens the site's stack; deploys nothing. */
export function openSite(test: TestCloud, wishes: SiteWishes): Promise<Deployment> {
  const { secrets, directory } = wishes;
  const { credential, tls } = test.cloud;
  return Deployment.open(describeSandbox(sandboxFolder(stateDir), ports), test.engine, {
    stackName: siteStack,
    sections: siteSections(test, wishes),
    secrets: {
      "spe:cloudCredentialSecret": readFileSync(credential.secretFile, "utf8").trim(),
      "spe:operatorPrivateKey": `${readFileSync(join(directory, "operator"), "utf8")}\n`,
      "spe:serversKey": readFileSync(tls.keyFile, "utf8"),
      "spe:storeKmsKey": secrets.kmsKey,
      "spe:storeRootSecret": secrets.root,
      "spe:minioSecretKey": secrets.storeProvisioner,
      "spe:keycloakClientSecret": secrets.keycloakProvisioner,
      "spe:backupAccessKey": "keycloak-backup",
      "spe:backupSecretKey": secrets.backup,
    },
  });
}

function siteSections({ cloud }: TestCloud, { address, directory, auditPort }: SiteWishes): Sections {
  const { authUrl, region, credential, resolvers, siteAddress, hostAddress, tls } = cloud;
  const operatorKey = readFileSync(join(directory, "operator.pub"), "utf8").trim();
  const line = (from: string, to: string, port: number, why: string) => ({
    ...{ from, to: `${to}/32`, port, why },
  });
  return {
    project: {
      id: siteStack,
      title: "Servers of a site",
      tier: 2,
      dataController: "dc@hospital.example",
      permit: "EHDS-2026-0044",
      expires: "2099-06-30",
    },
    site: {
      name: "A site on this machine",
      contact: "cloud@site.example",
      privacyPolicy: "https://site.example/privacy",
      caFile: relative(projectRoot, sandboxFolder(stateDir).tls.caCertificate),
    },
    cloud: {
      ...{ site: "sandbox", authUrl, region, resolvers, operatorKey },
      credential: credential.id,
      cidr: "10.62.0.0/24",
      egress: [
        line("store", siteAddress, 443, "the site's mirror"),
        line("store", siteAddress, auditPort, "the audit sink"),
        line("store", address, 443, "the keys that Keycloak signs with"),
        line("identity", siteAddress, 443, "the site's mirror"),
        line("identity", siteAddress, ports.keycloak, "the Life Science login's stand-in"),
        line("identity", address, 9000, "copies of the database"),
      ],
      bastion: { ranges: [`${hostAddress}/32`], people: [{ name: "mona", publicKeys: [operatorKey] }] },
    },
    servers: {
      address,
      certificateFile: relative(projectRoot, tls.certificateFile),
      ranges: ["198.18.0.0/15"],
      store: {
        server: artefact(cloud, "minio"),
        client: artefact(cloud, "mc"),
        kmsKey: siteStack,
        size: "small",
        dataGib: 2,
        auditUrl: `https://${siteAddress}:${auditPort}`,
      },
      keycloak: {
        distribution: artefact(cloud, "keycloak"),
        dataGib: 2,
        backup: { url: `https://${address}:9000`, bucket: backupBucket },
      },
    },
  };
}

function artefact({ artefacts }: TestCloud["cloud"], name: string): MirroredFile {
  const file = artefacts[name];
  if (file === undefined) throw new Error(`the mirror has no ${name}`);
  return file;
}

/** What answers at the site's address. */
export const sitePages: [port: number, path: string][] = [
  [9000, "/minio/health/cluster"],
  [9001, "/"],
  [443, "/realms/master"],
];

/** What is said at a port of the edge: the status, or the code of the error that the connection ended with. */
export async function siteAnswer(
  { address }: SiteWishes,
  port: number,
  path: string,
  ca?: string,
): Promise<string> {
  const dispatcher = new Agent({ connect: { ...(ca === undefined ? {} : { ca }), timeout: 3_000 } });
  try {
    const { statusCode, body } = await request(`https://${address}:${port}${path}`, { dispatcher });
    await body.dump();
    return String(statusCode);
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  } finally {
    await dispatcher.destroy();
  }
}

/** The edge notices only after some seconds that a server is there. */
export async function siteReachable({ ca }: TestCloud, wishes: SiteWishes): Promise<void> {
  for (const [port, path] of sitePages)
    while ((await siteAnswer(wishes, port, path, ca)) !== "200") await sleep(500);
}
