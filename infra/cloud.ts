/** `spe:cloud` as components: the ground, the way in for administrators, and machines with their people and mounts. */
import type * as pulumi from "@pulumi/pulumi";
import {
  type AccessLine,
  accountsDocument,
  Bastion,
  BucketMount,
  bucketName,
  type CloudAccess,
  type CloudSite,
  Machine,
  MachineAccounts,
  type MachineConnection,
  ProjectGround,
  type SshLogin,
} from "../components";
import { cloudSiteOf } from "./cloud-site";
import type { Secrets } from "./providers";
import type { CloudSettings, MachineSettings, Settings } from "./settings";
import { bucketOf, type StorageOutputs } from "./storage";

/** What a machine is to those who use it. */
interface MachineOutputs {
  /** Address in the ground; reached through the bastion. */
  address: pulumi.Output<string>;
  /** Its keys as lines of a known_hosts file. */
  hostKeys: pulumi.Output<string[]>;
  /** Where each mount is, by its service account. */
  mounts: Record<string, pulumi.Output<string>>;
}

/** What the cloud part of an environment hands out. */
export interface CloudOutputs {
  networkId: pulumi.Output<string>;
  /** The way in by ssh; missing where there is none. */
  bastion?: { address: pulumi.Output<string>; hostKeys: pulumi.Output<string[]> };
  machines: Record<string, MachineOutputs>;
}

/** What the cloud part is made from. */
export interface CloudPart {
  settings: Settings;
  cloud: CloudSettings;
  /** The buckets, where there are any; machines mount them. */
  store: StorageOutputs | undefined;
  /** PEM of the private authority that signed the servers' certificates. */
  certificateAuthority: string | undefined;
  secrets: Secrets;
  providers: pulumi.ProviderResource[];
}

/** Makes the ground and what stands on it. */
export function buildCloud(part: CloudPart): CloudOutputs {
  const { settings, cloud, secrets, providers } = part;
  const { project } = settings;
  const site = cloudSiteOf(cloud);
  const ground = new ProjectGround(
    `${project.id}-ground`,
    {
      project,
      site,
      cidr: cloud.cidr,
      access: accessLines(cloud),
      egress: cloud.egress,
      roles: [...(cloud.bastion ? ["bastion"] : []), ...cloud.machines.map(({ name }) => name)],
      floatingAddresses: cloud.bastion !== undefined,
    },
    { providers },
  );
  const common = { project, site, ground, cloud: cloudAccess(part), publicKey: cloud.operatorKey };
  const bastion = buildBastion(common, cloud, providers);
  const way = bastion?.connection(secrets("spe:operatorPrivateKey"));
  return {
    networkId: ground.networkId,
    ...(bastion ? { bastion: { address: bastion.address, hostKeys: bastion.hostKeys } } : {}),
    machines: Object.fromEntries(
      cloud.machines.map((machine) => [machine.name, buildMachine(part, common, machine, way)]),
    ),
  };
}

/** What every machine of the environment is made with. */
interface Common {
  project: Settings["project"];
  site: CloudSite;
  ground: ProjectGround;
  cloud: CloudAccess;
  publicKey: string;
}

/** Administrators reach the bastion, the bastion every machine; nobody else anything. */
function accessLines({ bastion, machines }: CloudSettings): AccessLine[] {
  if (bastion === undefined) return [];
  return [
    { to: "bastion", port: 22, from: { ranges: bastion.ranges }, why: "administrators come in" },
    ...machines.map(({ name }) => ({
      to: name,
      port: 22,
      from: { role: "bastion" },
      why: "administrators and people come in through the bastion",
    })),
  ];
}

function cloudAccess({ cloud, certificateAuthority, secrets }: CloudPart): CloudAccess {
  return {
    authUrl: cloud.authUrl,
    region: cloud.region,
    applicationCredentialId: cloud.credential,
    applicationCredentialSecret: secrets("spe:cloudCredentialSecret"),
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  };
}

function buildBastion(
  common: Common,
  { bastion, machines }: CloudSettings,
  providers: pulumi.ProviderResource[],
): Bastion | undefined {
  if (bastion === undefined) return undefined;
  // who has an account on a machine comes through as well
  const people = [...bastion.people, ...machines.flatMap((machine) => machine.people)];
  const adminKeys = Object.fromEntries(people.map(({ name, publicKeys }) => [name, publicKeys]));
  return new Bastion(`${common.project.id}-bastion`, { ...common, adminKeys }, { providers });
}

function buildMachine(
  part: CloudPart,
  common: Common,
  { name, size, dataGib, people, mounts }: MachineSettings,
  way: SshLogin | undefined,
): MachineOutputs {
  const { secrets, providers } = part;
  const resource = `${common.project.id}-${name}`;
  const machine = new Machine(
    resource,
    {
      ...common,
      role: name,
      flavor: common.site.flavors[size],
      document: { authorities: certificatesIn(part.certificateAuthority) },
      ...(dataGib === undefined ? {} : { dataVolume: { sizeGib: dataGib, mountPath: "/srv/data" } }),
    },
    { providers },
  );
  const { address, hostKeys } = machine;
  if (way === undefined) return { address, hostKeys, mounts: {} };

  const connection = machine.connection(secrets("spe:operatorPrivateKey"), way);
  const accounts = new MachineAccounts(`${resource}-accounts`, { connection, people }, { parent: machine });
  return {
    address,
    hostKeys,
    mounts: Object.fromEntries(
      mounts.map((mount) => [
        mount.account,
        buildMount(part, { resource, people, connection }, mount, accounts),
      ]),
    ),
  };
}

/** The certificates in a PEM file, one by one and without the words that may stand between them. */
const certificatesIn = (pem = ""): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

function buildMount(
  { settings, store, certificateAuthority }: CloudPart,
  {
    resource,
    people,
    connection,
  }: {
    resource: string;
    people: MachineSettings["people"];
    connection: MachineConnection;
  },
  { account, path, owner }: MachineSettings["mounts"][number],
  accounts: MachineAccounts,
): pulumi.Output<string> {
  const { storage, project } = settings;
  const from = storage?.serviceAccounts.find(({ name }) => name === account);
  const keys = store?.serviceAccounts[account];
  const uid = accountsDocument(people).people.find(({ name }) => name === owner)?.uid;
  if (storage === undefined || from === undefined || keys === undefined || uid === undefined)
    throw new Error(
      `the settings let a mount pass whose account "${account}" or owner "${owner}" is not there`,
    );
  const { role, name } = bucketOf(from.bucket);
  return new BucketMount(
    `${resource}-mount-${account}`,
    {
      access: keys,
      connection,
      endpoint: storage.server.machinesUrl,
      region: storage.server.region || undefined,
      ...(certificateAuthority === undefined
        ? {}
        : { certificateAuthority: certificatesIn(certificateAuthority).join("\n") }),
      bucket: bucketName(project.id, role, name),
      prefix: from.prefix,
      mountPath: path,
      owner: { user: owner, uid },
      readOnly: from.access === "read",
    },
    { parent: accounts, dependsOn: accounts },
  ).mountPath;
}
