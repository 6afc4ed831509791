import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { SandboxCloud } from "./cloud";
import type { SandboxCluster } from "./cluster";
import type { ControlPlane } from "./control-plane";
import { projectRoot } from "./engine";
import type { Sandbox } from "./sandbox";

/** The sections of a stack file without the `spe:` before their names, as `parseSettings` takes them. */
export type Sections = Record<string, Section>;

type Section = Record<string, unknown>;

const tracked = path.join(projectRoot, "infra", "environments", "Pulumi.sandbox.yaml");

/** The sections of the tracked stack file `sandbox`. */
export function trackedSections(): Sections {
  const { config } = parse(readFileSync(tracked, "utf8")) as { config: Sections };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^spe:/, ""), value]));
}

/** Name by which people reach the service of tasks; its certificate is for it. */
export const trackedTasksHost = (): string =>
  (trackedSections().kubernetes as { tasks: { host: string } }).tasks.host;

/**
 * The tracked sections with the addresses that the sandbox's servers really have: their ports are chosen when they first
 * start. Without a cloud, nothing is asked of one.
 */
export function stackSections(sandbox: Sandbox, sections = trackedSections()): Sections {
  const { cloud, kubernetes, ...others } = sections;
  const { site, identity, storage } = others;
  return {
    ...others,
    site: { ...site, caFile: path.relative(projectRoot, sandbox.caFile) },
    ...(identity === undefined ? {} : { identity: withAddresses(identity, sandbox) }),
    ...(storage === undefined ? {} : { storage: withServer(storage, sandbox) }),
    ...(cloud === undefined || sandbox.cloud === undefined ? {} : { cloud: withKeys(cloud, sandbox.cloud) }),
    ...(kubernetes === undefined ? {} : kubernetesSections(kubernetes, sandbox)),
  };
}

function kubernetesSections(section: Section, { cloud, cluster, controlPlane }: Sandbox): Sections {
  if (controlPlane !== undefined) return { kubernetes: withControlPlane(section, controlPlane) };
  if (cloud === undefined || cluster === undefined) return {};
  return { kubernetes: withCluster(section, cloud, cluster) };
}

function withAddresses(identity: Section, { keycloak, lsAai }: Sandbox): Section {
  const endpoint = (name: string) => `${lsAai.issuer}/protocol/openid-connect/${name}`;
  return {
    ...identity,
    keycloak: { url: keycloak.url, clientId: keycloak.provisioner.clientId },
    upstream: {
      ...(identity.upstream as Section),
      issuer: lsAai.issuer,
      authorizationUrl: endpoint("auth"),
      tokenUrl: endpoint("token"),
      userInfoUrl: endpoint("userinfo"),
      jwksUrl: endpoint("certs"),
      logoutUrl: endpoint("logout"),
      clientId: lsAai.clientId,
    },
  };
}

function withServer(storage: Section, { minio, cloud }: Sandbox): Section {
  const { url, consoleUrl, kmsKey } = minio;
  const machinesUrl = cloud === undefined ? {} : { machinesUrl: cloud.storeUrl };
  return { ...storage, server: { ...(storage.server as Section), url, consoleUrl, kmsKey, ...machinesUrl } };
}

/** The addresses of this sandbox's cloud and the keys of its people in place of those that stand in the file. */
function withKeys(section: Section, cloud: SandboxCloud): Section {
  const { egress, bastion, machines } = section as unknown as CloudSection;
  const { port } = new URL(cloud.storeUrl);
  const withKey = (person: PersonSection): PersonSection => ({
    ...person,
    publicKeys: [cloud.keys[person.name].publicKey],
  });
  return {
    ...section,
    authUrl: cloud.authUrl,
    region: cloud.region,
    credential: cloud.credential.id,
    operatorKey: cloud.keys.operator.publicKey,
    resolvers: cloud.resolvers,
    egress: egress.map((line) => ({ ...line, to: `${cloud.siteAddress}/32`, port: Number(port) })),
    bastion: { ranges: [`${cloud.hostAddress}/32`], people: bastion.people.map(withKey) },
    machines: machines.map((machine) => ({ ...machine, people: machine.people.map(withKey) })),
  };
}

/** The addresses, images and certificate of this sandbox's Kubernetes in place of those that stand in the file. */
function withCluster(section: Section, cloud: SandboxCloud, cluster: SandboxCluster): Section {
  const { kkp, tasks } = section as { kkp: Section; tasks: Section };
  const { kkp: platform, images, loginUrl, apiAddress, apiPort } = cluster;
  const realm = new URL(loginUrl);
  const to = `${cloud.siteAddress}/32`;
  return {
    ...section,
    kkp: {
      ...kkp,
      url: platform.apiUrl,
      project: platform.projectId,
      datacenter: platform.dc,
      apiRanges: [`${cloud.hostAddress}/32`],
    },
    tasks: {
      ...tasks,
      server: { by: "funnel", image: images.funnel },
      gateway: images.node,
      images: [images.toolbox],
      userInfoUrl: `${loginUrl}/realms/heart/protocol/openid-connect/userinfo`,
      certificateFile: path.relative(projectRoot, cluster.tasks.certificateFile),
      ranges: [`${cloud.hostAddress}/32`],
      ways: {
        ...(tasks.ways as Section),
        login: { to, port: Number(realm.port) },
        store: { to, port: Number(new URL(cloud.storeUrl).port) },
        api: { to: `${apiAddress}/32`, port: apiPort },
      },
    },
  };
}

/**
 * A cluster that is there, and no service of tasks: no pod runs on it. So no packet goes there that a network policy forbids,
 * which is all that the word `networkPoliciesEnforced` says here.
 */
function withControlPlane({ quota }: Section, { version }: ControlPlane): Section {
  return { existing: { version, networkPoliciesEnforced: true }, quota };
}

interface PersonSection {
  name: keyof SandboxCloud["keys"];
  publicKeys: string[];
}

interface CloudSection {
  egress: object[];
  bastion: { people: PersonSection[] };
  machines: { people: PersonSection[] }[];
}
