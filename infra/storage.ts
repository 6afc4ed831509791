/** `spe:storage`, `spe:people` and the realm's clients as components: buckets, who reaches them, and by which ways. */
import type * as pulumi from "@pulumi/pulumi";
import {
  bucketName,
  consoleRedirectUri,
  ObjectStore,
  ObjectStoreLogin,
  type ObjectStoreServer,
  RealmClient,
  type ResearchRealm,
  ServiceAccount,
  storeClientId,
} from "../components";
import type { BucketRole } from "../components/five-safes";
import type { Secrets } from "./providers";
import type { IdentitySettings, Settings, StorageSettings } from "./settings";

/** Keys of a machine. */
interface Keys {
  accessKey: pulumi.Output<string>;
  secretKey: pulumi.Output<string>;
}

/** What a portal or tool logs people in with. */
interface ClientOutputs {
  clientId: pulumi.Output<string>;
  clientSecret: pulumi.Output<string>;
  redirectUris: string[];
}

/** What the storage part of an environment hands out. */
export interface StorageOutputs {
  /** Address of the S3 interface. */
  url: string;
  consoleUrl: string;
  /** Role that STS takes with a token of one of the clients. */
  roleArn: pulumi.Output<string>;
  /** Physical names of the buckets, by role or role/name. */
  buckets: pulumi.Output<Record<string, string>>;
  /** The realm's clients whose tokens the store takes, by their names in the settings. */
  clients: Record<string, ClientOutputs>;
  /** Keys for machines, by their names in the settings. */
  serviceAccounts: Record<string, Keys>;
}

/** What the storage part is made from. */
export interface StoragePart {
  settings: Settings;
  identity: IdentitySettings;
  storage: StorageSettings;
  realm: ResearchRealm;
  /** PEM of the private authority that signed the server's certificate. */
  certificateAuthority: string | undefined;
  secrets: Secrets;
  providers: pulumi.ProviderResource[];
}

/** Makes the buckets, their policies, the login that leads to them, and the keys of machines. */
export function buildStorage(part: StoragePart): StorageOutputs {
  const { settings, identity, storage, realm, providers } = part;
  const { id } = settings.project;
  const { edgeRange } = storage.server;
  const server = objectStoreServer(part);

  const store = new ObjectStore(
    `${id}-store`,
    {
      ...storage,
      projectId: id,
      tier: settings.project.tier,
      server,
      kmsKey: storage.server.kmsKey,
      sourceRanges: edgeRange === undefined ? settings.site.sourceRanges : [edgeRange],
      people: settings.people.map((person) => ({ ...person, bucket: bucketOf(person.bucket) })),
    },
    { providers },
  );
  const console = new RealmClient(
    `${id}-console`,
    {
      realm,
      clientId: storeClientId(id),
      redirectUris: [consoleRedirectUri(storage.server.consoleUrl)],
      kind: "store-console",
    },
    { providers },
  );
  const accounts = buildServiceAccounts(id, storage, store, providers);
  const login = new ObjectStoreLogin(
    `${id}-login`,
    {
      projectId: id,
      server,
      consoleUrl: storage.server.consoleUrl,
      discoveryUrl: realm.discoveryUrl,
      clientId: storeClientId(id),
      clientSecret: console.clientSecret,
      policies: store.policyNames,
      displayName: settings.project.title,
    },
    // last in, when people can really come in by the realm, and first out: the server restarts, under nobody else's feet
    { providers, dependsOn: [realm, console, store, ...accounts.values()] },
  );

  return {
    url: storage.server.url,
    consoleUrl: storage.server.consoleUrl,
    roleArn: login.roleArn,
    buckets: store.bucketNames,
    clients: buildClients(id, identity, realm, console, providers),
    serviceAccounts: Object.fromEntries(
      Array.from(accounts, ([name, { accessKey, secretKey }]) => [name, { accessKey, secretKey }]),
    ),
  };
}

function objectStoreServer({ storage, certificateAuthority, secrets }: StoragePart): ObjectStoreServer {
  return {
    url: storage.server.url,
    region: storage.server.region,
    ca: certificateAuthority,
    accessKey: secrets("spe:minioAccessKey"),
    secretKey: secrets("spe:minioSecretKey"),
  };
}

function buildClients(
  id: string,
  { clients }: IdentitySettings,
  realm: ResearchRealm,
  service: RealmClient,
  providers: pulumi.ProviderResource[],
): Record<string, ClientOutputs> {
  return Object.fromEntries(
    clients.map(({ id: clientId, redirectUris }) => {
      const client = new RealmClient(
        `${id}-client-${clientId}`,
        { realm, clientId, redirectUris, service },
        { providers },
      );
      return [clientId, { clientId: client.clientId, clientSecret: client.clientSecret, redirectUris }];
    }),
  );
}

function buildServiceAccounts(
  id: string,
  { serviceAccounts }: StorageSettings,
  store: ObjectStore,
  providers: pulumi.ProviderResource[],
): Map<string, ServiceAccount> {
  return new Map(
    serviceAccounts.map(({ name, bucket, prefix, access }) => {
      const { role, name: part } = bucketOf(bucket);
      const account = new ServiceAccount(
        `${id}-machine-${name}`,
        { projectId: id, account: name, bucket: bucketName(id, role, part), prefix, access },
        { providers, dependsOn: [store] },
      );
      return [name, account];
    }),
  );
}

/** `input/imaging` as role and name; the settings have been checked. */
export function bucketOf(reference: string): { role: BucketRole; name?: string } {
  const [role, name] = reference.split("/");
  return { role: role as BucketRole, ...(name === undefined ? {} : { name }) };
}
