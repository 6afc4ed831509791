import { existsSync, readFileSync } from "node:fs";
import type { Environment } from "../infra/environment";
import type { Proof } from "./claim";
import type { Deployment } from "./deployment";
import type { Outcome } from "./deployment-events";
import { sandboxFolder } from "./folder";
import type { Plain } from "./plain-outputs";
import { writePrivateFile } from "./private-file";
import type { Sandbox } from "./sandbox";

/** What stands after a start and what was seen of it, for people and programs; each secret is the path of a 0600 file. */
export interface Standing {
  sandbox: Sandbox;
  identity: NonNullable<Plain<Environment>["identity"]>;
  storage: Omit<NonNullable<Plain<Environment>["storage"]>, "clients" | "serviceAccounts"> & {
    clients: Record<string, { clientId: string; secretFile: string; redirectUris: string[] }>;
    serviceAccounts: Record<string, { accessKey: string; secretKeyFile: string }>;
  };
  cloud?: Plain<Environment>["cloud"];
  kubernetes?: Cluster;
  /** For `pulumi` by hand. */
  stack: { name: string; configFile: string; packConfigFile: string };
  /** What the last start changed, by operation, and what the pack said. */
  changes: Outcome["changes"];
  verdict: { rules: number; violations: Outcome["violations"] };
  proofs: Proof[];
}

type ClusterOutputs = NonNullable<Plain<Environment>["kubernetes"]>;
type ClientFile = { clientId: string; secretFile: string };

/** The cluster, and the service of tasks where there is one. */
type Cluster = Omit<ClusterOutputs, "client" | "tasks"> & {
  client: ClientFile;
  tasks?: Omit<NonNullable<ClusterOutputs["tasks"]>, "client"> & {
    client: ClientFile & { redirectUris: string[] };
  };
};

/** Describes what stands and keeps it, its secrets in files of their own. */
export async function recordStanding(
  sandbox: Sandbox,
  deployment: Deployment,
  outcome: Outcome,
  { identity, storage, cloud, kubernetes }: Plain<Environment>,
  proofs: Proof[],
): Promise<Standing> {
  if (identity === undefined || storage === undefined)
    throw new Error("the environment has no identity or storage");
  const { secrets, standing: file } = sandboxFolder(sandbox.stateDir);
  const keep = async (name: string, secret: string): Promise<string> => {
    await writePrivateFile(secrets.environment(name), secret);
    return secrets.environment(name);
  };
  const keepClient = async <T extends { clientId: string; clientSecret: string }>({
    clientSecret,
    ...client
  }: T) => ({ ...client, secretFile: await keep(`client-${client.clientId}`, clientSecret) });
  const { stackName: name, configFile, packConfigFile } = deployment;
  const standing: Standing = {
    sandbox,
    identity,
    storage: {
      ...storage,
      clients: await mapValues(storage.clients, keepClient),
      serviceAccounts: await mapValues(
        storage.serviceAccounts,
        async ({ accessKey, secretKey }, account) => ({
          accessKey,
          secretKeyFile: await keep(`machine-${account}`, secretKey),
        }),
      ),
    },
    ...(cloud === undefined ? {} : { cloud }),
    ...(kubernetes === undefined ? {} : { kubernetes: await withoutSecrets(kubernetes, keepClient) }),
    stack: { name, configFile, packConfigFile },
    changes: outcome.changes,
    verdict: {
      rules: Object.keys(JSON.parse(readFileSync(packConfigFile, "utf8"))).length,
      violations: outcome.violations,
    },
    proofs,
  };
  await writePrivateFile(file, `${JSON.stringify(standing, null, 2)}\n`);
  return standing;
}

async function withoutSecrets(
  { client, tasks, ...cluster }: ClusterOutputs,
  keepClient: <T extends { clientId: string; clientSecret: string }>(
    client: T,
  ) => Promise<Omit<T, "clientSecret"> & { secretFile: string }>,
): Promise<Cluster> {
  return {
    ...cluster,
    client: await keepClient(client),
    ...(tasks === undefined ? {} : { tasks: { ...tasks, client: await keepClient(tasks.client) } }),
  };
}

/** What stood after the last start; undefined where none has ended well. */
export function readStanding(stateDir: string): Standing | undefined {
  const { standing } = sandboxFolder(stateDir);
  return existsSync(standing) ? (JSON.parse(readFileSync(standing, "utf8")) as Standing) : undefined;
}

async function mapValues<From, To>(
  values: Record<string, From>,
  map: (value: From, key: string) => Promise<To>,
): Promise<Record<string, To>> {
  const entries = Object.entries(values).map(async ([key, value]) => [key, await map(value, key)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
