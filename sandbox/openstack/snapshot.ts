import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Artefact, StepContext } from "../engine";
import { startServer } from "../server";
import { stopProcess } from "../server-process";
import { cloudAddresses } from "./addresses";
import { CloudApi } from "./api";
import { bootstrapKeystone } from "./bootstrap";
import { ensureKeystoneKeys, writeConfiguration } from "./configuration";
import { databaseServer, sql } from "./database";
import { type CloudFolder, cloudFolder } from "./folder";
import { ensureIdentityContent } from "./identity-content";
import { openStackVersions } from "./packages";
import { processEnvironment, python } from "./process-environment";
import { ensureCloudSecrets } from "./secrets";
import type { CloudContext, Service } from "./service";
import { serviceServer } from "./service-server";
import { services } from "./services";
import { keystone } from "./services/keystone";

/** The archive in the artefact's directory. */
const archiveName = "database.tar.zst";

/** Where Keystone listens while the snapshot is made; no cloud has these addresses. */
const workshop = { ...cloudAddresses(0), front: "127.19.0.1", back: "127.19.0.2" };

/**
 * The services' databases as every cloud begins: all tables, and in Keystone the projects, users and the catalogue. Nothing
 * in them belongs to one cloud: `makeIdentityOwn` puts in its addresses and its passwords, for which these are of nobody's
 * use. A cloud begins with a copy, because making them takes most of a first start.
 */
export function databaseSnapshot(): Artefact {
  return {
    name: "openstack-databases",
    title: "OpenStack's databases",
    usualSeconds: 90,
    inputs: {
      files: ["snapshot.ts", "bootstrap.ts", "identity-content.ts"].map((name) => join(__dirname, name)),
      values: {
        ...openStackVersions(),
        services: JSON.stringify(services), // its plain data: databases, tables, catalogue
      },
    },
    async build(into, step) {
      const root = await mkdtemp(join(tmpdir(), "spe-databases-"));
      const folder = cloudFolder(root, root);
      const cloud = { folder, addresses: workshop, secrets: await ensureCloudSecrets(folder) };
      try {
        await makeTables(cloud, step);
        await fillKeystone(cloud);
        await stopServers(folder);
        const archive = join(into, archiveName);
        await step.run("tar", ["-C", folder.data("database"), "-I", "zstd -3 -T0", "-cf", archive, "."]);
      } finally {
        await stopServers(folder);
        await rm(root, { recursive: true });
      }
    },
  };
}

/** Gives a cloud its databases. @param directory of the artefact */
export async function restoreSnapshot(folder: CloudFolder, directory: string): Promise<void> {
  const data = folder.data("database");
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await promisify(execFile)("tar", ["-C", draft, "-xf", join(directory, archiveName)]);
  await rename(draft, data);
}

async function makeTables(cloud: CloudContext, step: StepContext): Promise<void> {
  const { folder } = cloud;
  await writeConfiguration(cloud);
  await step.run("mariadb-install-db", [
    "--no-defaults",
    "--user=root",
    `--datadir=${folder.data("database")}`,
    "--auth-root-authentication-method=socket",
    "--auth-root-socket-user=root",
    "--skip-test-db",
  ]);
  await startServer(databaseServer(folder));
  const databases = services.flatMap(({ databases }) => databases);
  await sql(folder, databases.map((name) => `create database ${name}`).join(";"));
  await inPairs(services, (service) => makeTablesOf(service, cloud, step));
  await sql(folder, zonesOfAgents);
}

async function fillKeystone(cloud: CloudContext): Promise<void> {
  await ensureKeystoneKeys(cloud);
  await bootstrapKeystone(cloud);
  await startServer(serviceServer(keystone, cloud));
  await ensureIdentityContent(await CloudApi.asAdministrator(cloud), cloud);
}

async function stopServers(folder: CloudFolder): Promise<void> {
  await stopProcess(folder.server("keystone"));
  await stopProcess(folder.server("database"));
}

async function makeTablesOf(
  { name, tables }: Service,
  { folder, addresses }: CloudContext,
  { run }: StepContext,
): Promise<void> {
  const file = join(folder.configuration, `${name}.conf`);
  for (const { main, args } of tables) {
    await run(python, ["-m", "spe_cloud.run", main, "--config-file", file, ...args], {
      env: processEnvironment(folder, addresses),
    });
  }
}

/** Two at a time: the tools compute more than they wait. */
async function inPairs<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

/**
 * Neutron takes an availability zone for a network or a router only where an agent is in it. These two never lived, so that
 * nothing is scheduled on them and no port waits for them, but their zone exists.
 */
const zonesOfAgents = ["DHCP", "L3"]
  .map((type, index) => {
    const name = type.toLowerCase();
    return `insert into neutron.agents
      set id = '00000000-0000-0000-0000-00000000000${index + 1}', agent_type = '${type} agent',
        \`binary\` = 'neutron-${name}-agent', topic = '${name}_agent', host = 'fabric', availability_zone = 'nova',
        admin_state_up = 1, created_at = '2020-01-01', started_at = '2020-01-01',
        heartbeat_timestamp = '2020-01-01', configurations = '{}', \`load\` = 0`;
  })
  .join(";");
