/** `spe:servers` as components: the site's object store and login server on machines of the ground, behind an edge. */
import type * as pulumi from "@pulumi/pulumi";
import {
  type AccessLine,
  type DnsEntry,
  Edge,
  type EdgeListener,
  KeycloakMachine,
  ObjectStoreMachine,
  type SshLogin,
} from "../components";
import type { MachineBase, MachineOutputs } from "./machine-base";
import { certificatesIn, readPem, type Secrets } from "./providers";
import { type ServersSettings, serverAddresses } from "./settings";

/** What a stack with servers hands out; stacks that name it in `site.serversStack` take the first five. */
export interface ServersOutputs {
  keycloakUrl: pulumi.Output<string>;
  /** S3 interface. */
  storeUrl: pulumi.Output<string>;
  consoleUrl: pulumi.Output<string>;
  /** Name of the key that the store encrypts with. */
  kmsKey: string;
  /** Range that the store sees requests come from. */
  edgeRange: string;
  /** PEM of the private authority that signed the certificate, where it is one; goes into `site.caFile` of projects. */
  certificateAuthority?: string;
  /** Address that people reach them at. */
  address: pulumi.Output<string>;
  /** The record that the name needs, where there is a name. */
  dnsEntry?: pulumi.Output<DnsEntry>;
}

/** What the servers are made from. */
export interface ServersPart {
  servers: ServersSettings;
  base: MachineBase;
  /** The way in to the machines. */
  proxy: SshLogin;
  /** PEM of the private authority that signed the servers' certificates. */
  certificateAuthority: string | undefined;
  secrets: Secrets;
  providers: pulumi.ProviderResource[];
}

/** Account at both servers with which stacks of projects make realms and buckets. */
const provisioner = "spe-provisioner";

/** The balancer reaches the servers from an address of the ground. */
export const serversAccess = (cidr: string): AccessLine[] => [
  { to: "store", port: [9000, 9001], from: { ranges: [cidr] }, why: "people come in by the edge" },
  { to: "identity", port: 8443, from: { ranges: [cidr] }, why: "people come in by the edge" },
];

/** Makes both servers and the edge, and tells the machines apart from what people use. */
export function buildServers(part: ServersPart): {
  outputs: ServersOutputs;
  machines: Record<string, MachineOutputs>;
} {
  const { servers, base, certificateAuthority } = part;
  const { hostName, address, store: storeSettings } = servers;
  const host = hostName ?? address;
  if (host === undefined) throw new Error("the settings let servers pass that have no name and no address");
  const urls = serverAddresses(host, storeSettings.kmsKey, base.ground.cidr);
  const store = buildStore(part, urls);
  const keycloak = buildKeycloak(part, urls.keycloakUrl);
  const edge = new Edge(
    `${base.project.id}-edge`,
    {
      project: base.project,
      site: base.site,
      ground: base.ground,
      listeners: listeners(servers, store.address, keycloak.address),
      ...(hostName === undefined ? {} : { hostName }),
      ...(address === undefined ? {} : { address }),
    },
    { providers: part.providers },
  );
  const { dnsEntry } = edge;
  return {
    outputs: {
      keycloakUrl: keycloak.url,
      storeUrl: store.url,
      consoleUrl: store.consoleUrl,
      kmsKey: urls.kmsKey,
      edgeRange: urls.edgeRange,
      ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
      address: edge.address,
      ...(dnsEntry === undefined ? {} : { dnsEntry }),
    },
    machines: {
      store: { address: store.address, hostKeys: store.hostKeys, mounts: {} },
      identity: { address: keycloak.address, hostKeys: keycloak.hostKeys, mounts: {} },
    },
  };
}

/** What both machines have alike. */
function serverBase({ servers, base, proxy, certificateAuthority, secrets }: ServersPart) {
  return {
    ...base,
    privateKey: secrets("spe:operatorPrivateKey"),
    proxy,
    authorities: certificatesIn(certificateAuthority),
    tls: {
      certificate: readPem("servers.certificateFile", servers.certificateFile),
      privateKey: secrets("spe:serversKey"),
    },
  };
}

function buildStore(
  part: ServersPart,
  { storeUrl: url, consoleUrl }: { storeUrl: string; consoleUrl: string },
): ObjectStoreMachine {
  const { servers, base, secrets, providers } = part;
  const { server, client, kmsKey, size, dataGib, auditUrl } = servers.store;
  return new ObjectStoreMachine(
    `${base.project.id}-store`,
    {
      ...serverBase(part),
      server,
      client,
      url,
      consoleUrl,
      flavor: base.site.flavors[size],
      dataGib,
      kmsKey: secrets("spe:storeKmsKey").apply((key) => `${kmsKey}:${key}`),
      root: { accessKey: "root", secretKey: secrets("spe:storeRootSecret") },
      provisioner: { accessKey: provisioner, secretKey: secrets("spe:minioSecretKey") },
      ...(auditUrl === undefined ? {} : { audit: { url: new URL(auditUrl).href } }),
    },
    { providers },
  );
}

function buildKeycloak(part: ServersPart, url: string): KeycloakMachine {
  const { servers, base, secrets, providers } = part;
  const { distribution, size, dataGib, backup } = servers.keycloak;
  return new KeycloakMachine(
    `${base.project.id}-identity`,
    {
      ...serverBase(part),
      distribution,
      url,
      flavor: base.site.flavors[size],
      dataGib,
      provisioner: { clientId: provisioner, secret: secrets("spe:keycloakClientSecret") },
      ...(backup === undefined
        ? {}
        : {
            backup: {
              endpoint: backup.url,
              bucket: backup.bucket,
              accessKey: secrets("spe:backupAccessKey"),
              secretKey: secrets("spe:backupSecretKey"),
            },
          }),
    },
    { providers },
  );
}

/** TLS goes through to the machines, which have the certificate. */
function listeners(
  { ranges }: ServersSettings,
  store: pulumi.Output<string>,
  identity: pulumi.Output<string>,
): EdgeListener[] {
  const common = { protocol: "HTTPS" as const, allowedCidrs: ranges };
  return [
    { ...common, port: 443, memberPort: 8443, members: { identity } },
    { ...common, port: 9000, memberPort: 9000, members: { store } },
    { ...common, port: 9001, memberPort: 9001, members: { store } },
  ];
}
