/** `spe:cloud` as components: the ground, the way in for administrators, and machines with their people and mounts. */
import type * as pulumi from "@pulumi/pulumi";
import {
  type AccessLine,
  accountsDocument,
  Bastion,
  BucketMount,
  bucketName,
  kubeOneAccess,
  Machine,
  MachineAccounts,
  type MachineConnection,
  ProjectGround,
  type SshLogin,
} from "../components";
import { controlPlaneRole, workersRole } from "../components/naming";
import { cloudSiteOf } from "./cloud-site";
import type { MachineBase, MachineOutputs } from "./machine-base";
import { certificatesIn, type Secrets } from "./providers";
import { buildServers, type ServersOutputs, serversAccess } from "./servers";
import type { CloudSettings, KubernetesSettings, MachineSettings, Settings } from "./settings";
import { serverRoles } from "./settings/server-addresses";
import { bucketOf, type StorageOutputs } from "./storage";

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

/** What else may stand on the ground. */
export interface CloudStanding {
  base: MachineBase;
  /** The way in to the machines; missing where there is none. */
  proxy: SshLogin | undefined;
}

/** Makes the ground and what stands on it. */
export function buildCloud(part: CloudPart): {
  outputs: { cloud: CloudOutputs; servers?: ServersOutputs };
  standing: CloudStanding;
} {
  const { settings, cloud, certificateAuthority, secrets, providers } = part;
  const { project, servers, kubernetes } = settings;
  const site = cloudSiteOf(cloud);
  const machines = [...cloud.machines.map(({ name }) => name), ...(servers ? serverRoles : [])];
  const hasKubeOne = kubernetes?.kubeone !== undefined;
  const ground = new ProjectGround(
    `${project.id}-ground`,
    {
      project,
      site,
      cidr: cloud.cidr,
      access: [
        ...accessLines(cloud, machines),
        ...(servers ? serversAccess(cloud.cidr) : []),
        ...(hasKubeOne ? clusterAccess(cloud, kubernetes) : []),
      ],
      egress: cloud.egress,
      roles: [
        ...(cloud.bastion ? ["bastion"] : []),
        ...machines,
        ...(hasKubeOne ? [controlPlaneRole, workersRole] : []),
      ],
      floatingAddresses: cloud.bastion !== undefined,
    },
    { providers },
  );
  const base = { project, site, ground, cloud: cloudAccess(part), publicKey: cloud.operatorKey };
  const bastion = buildBastion(base, cloud, providers);
  const proxy = bastion?.connection(secrets("spe:operatorPrivateKey"));
  const served =
    servers && proxy && buildServers({ servers, base, proxy, certificateAuthority, secrets, providers });
  const outputs = {
    networkId: ground.networkId,
    ...(bastion ? { bastion: { address: bastion.address, hostKeys: bastion.hostKeys } } : {}),
    machines: {
      ...Object.fromEntries(
        cloud.machines.map((machine) => [machine.name, buildMachine(part, base, machine, proxy)]),
      ),
      ...served?.machines,
    },
  };
  return {
    outputs: { cloud: outputs, ...(served ? { servers: served.outputs } : {}) },
    standing: { base, proxy },
  };
}

/** Balancers of services stand in the ground's own range. */
const clusterAccess = ({ cidr }: CloudSettings, { tasks }: KubernetesSettings): AccessLine[] =>
  kubeOneAccess({ cidr, nodePortRanges: tasks === undefined ? [] : [cidr] });

/** Administrators reach the bastion, the bastion every machine; nobody else anything. */
function accessLines({ bastion }: CloudSettings, machines: string[]): AccessLine[] {
  if (bastion === undefined) return [];
  return [
    { to: "bastion", port: 22, from: { ranges: bastion.ranges }, why: "administrators come in" },
    ...machines.map((to) => ({
      to,
      port: 22,
      from: { role: "bastion" },
      why: "administrators and people come in through the bastion",
    })),
  ];
}

function cloudAccess({ cloud, certificateAuthority, secrets }: CloudPart): MachineBase["cloud"] {
  return {
    authUrl: cloud.authUrl,
    region: cloud.region,
    applicationCredentialId: cloud.credential,
    applicationCredentialSecret: secrets("spe:cloudCredentialSecret"),
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  };
}

function buildBastion(
  base: MachineBase,
  { bastion, machines }: CloudSettings,
  providers: pulumi.ProviderResource[],
): Bastion | undefined {
  if (bastion === undefined) return undefined;
  // who has an account on a machine comes through as well
  const people = [...bastion.people, ...machines.flatMap((machine) => machine.people)];
  const adminKeys = Object.fromEntries(people.map(({ name, publicKeys }) => [name, publicKeys]));
  return new Bastion(`${base.project.id}-bastion`, { ...base, adminKeys }, { providers });
}

function buildMachine(
  part: CloudPart,
  base: MachineBase,
  { name, size, dataGib, people, mounts }: MachineSettings,
  way: SshLogin | undefined,
): MachineOutputs {
  const { secrets, providers } = part;
  const resource = `${base.project.id}-${name}`;
  const machine = new Machine(
    resource,
    {
      ...base,
      role: name,
      flavor: base.site.flavors[size],
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
