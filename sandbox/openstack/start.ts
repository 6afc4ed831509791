import { existsSync } from "node:fs";
import { copyFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { ensureAuthority, ensureServerCertificate } from "../certificates";
import type { SandboxFolder } from "../folder";
import { privateDirectory, writePrivateFile } from "../private-file";
import { startServer } from "../server";
import { certifiedAddresses } from "./addresses";
import { CloudApi } from "./api";
import { ensureKeystoneKeys, writeConfiguration } from "./configuration";
import { ensureCredential } from "./credential";
import { databaseServer } from "./database";
import { ensureImage } from "./ensure-image";
import { fabricServer } from "./fabric";
import { frontServer, type Relay } from "./front";
import { machineImageFile } from "./machine-image";
import { mirrorServer } from "./mirror";
import { ensureNetwork } from "./network";
import { makeIdentityOwn } from "./own-identity";
import type { CloudParts } from "./parts";
import { waitUntilWorking } from "./readiness";
import type { CloudContext, Service } from "./service";
import { serviceServer } from "./service-server";
import { barbican } from "./services/barbican";
import { cinder } from "./services/cinder";
import { glance } from "./services/glance";
import { keystone } from "./services/keystone";
import { neutron } from "./services/neutron";
import { nova } from "./services/nova";
import { octavia } from "./services/octavia";
import { placement } from "./services/placement";
import { ensureSiteContent } from "./site-content";
import { restoreSnapshot } from "./snapshot";

/**
 * Starts what of the cloud does not run, and fills what is empty.
 * @param tls the sandbox's authority signs the site's certificate
 */
export async function startCloud(
  cloud: CloudContext,
  parts: CloudParts,
  tls: SandboxFolder["tls"],
  relays: Relay[],
): Promise<void> {
  const { folder, addresses } = cloud;
  const isNew = !existsSync(folder.seeded);
  await layFiles(cloud, parts, tls);
  await ensureNetwork(addresses);
  await Promise.all([
    startServer(await frontServer(cloud, relays, tls.caCertificate)),
    startServer(mirrorServer(cloud)),
    startServices(cloud, isNew),
  ]);
  const api = await CloudApi.asAdministrator(cloud);
  await Promise.all([
    waitUntilWorking(api),
    ensureImage(api, join(parts.image, machineImageFile)),
    ensureCredential(cloud),
    isNew ? ensureSiteContent(api, addresses) : undefined,
  ]);
  await writePrivateFile(folder.seeded, "");
}

/**
 * The services, as many at a time as depend on nothing that is missing. Nova's hypervisors call Placement as they start and
 * try again only after a minute, and they plug the machines that ran before into the fabric.
 */
async function startServices(cloud: CloudContext, isNew: boolean): Promise<void> {
  const start = (service: Service) => startServer(serviceServer(service, cloud));
  await startServer(databaseServer(cloud.folder));
  if (isNew) await makeIdentityOwn(cloud);
  const places = start(placement);
  const fabric = start(keystone).then(() => startServer(fabricServer(cloud)));
  const machines = Promise.all([places, fabric]).then(() => start(nova));
  await Promise.all([machines, ...[neutron, cinder, octavia, glance, barbican].map(start)]);
}

/** Everything in the cloud's folder that the servers read. */
async function layFiles(cloud: CloudContext, parts: CloudParts, tls: SandboxFolder["tls"]): Promise<void> {
  const { folder, addresses } = cloud;
  const { certificate, key, balancerAuthority, balancerAuthorityKey } = folder.tls;
  await privateDirectory(folder.sockets.directory);
  await privateDirectory(folder.mirror);
  await writeConfiguration(cloud);
  for (const name of await readdir(parts.packagedFiles)) {
    await copyFile(join(parts.packagedFiles, name), join(folder.configuration, name));
  }
  await ensureKeystoneKeys(cloud);
  await ensureAuthority({ certificate: balancerAuthority, key: balancerAuthorityKey });
  await ensureServerCertificate(
    { certificate: tls.caCertificate, key: tls.caKey },
    { certificate, key },
    certifiedAddresses(addresses).map((value) => ({ type: "ip", value })),
  );
  if (!existsSync(folder.data("database"))) await restoreSnapshot(folder, parts.snapshot);
}
