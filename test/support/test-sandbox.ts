/** The real servers that the integration specs share, in a folder and on ports of their own. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../infra/environment";
import {
  Browserless,
  type Credentials,
  type Login,
  type OidcClient,
} from "../../sandbox/clients/browserless-login";
import { Deployment } from "../../sandbox/deployment";
import { down } from "../../sandbox/down";
import { projectRoot } from "../../sandbox/engine";
import { type EngineVariables, engineEnvironment } from "../../sandbox/engine-environment";
import { Administration } from "../../sandbox/keycloak/administration";
import { environmentOutputs, type Plain } from "../../sandbox/plain-outputs";
import type { Ports } from "../../sandbox/ports";
import type { Sandbox } from "../../sandbox/sandbox";
import { ensurePrograms, type Programs, up } from "../../sandbox/up";

const folder = join(projectRoot, ".spe", "tests");

/** One folder a run, named for its process, so that several can go on at once. */
export const stateDir = join(folder, String(process.pid));

/** The first of the ports that are tried: other ones for each run, and not those of `npm start`. */
const firstPort = 10_000 + (process.pid % 3_500) * 6;
export const ports: Ports = {
  keycloak: firstPort,
  minio: firstPort + 1,
  minioConsole: firstPort + 2,
  kubernetes: firstPort + 3,
  etcd: firstPort + 4,
  etcdPeers: firstPort + 5,
};

/** Time for a `before` that may have to start the servers and deploy. */
export const startTimeout = 10 * 60_000;

/** Servers that run, and the engine for them. */
export interface TestSandbox {
  programs: Programs;
  sandbox: Sandbox;
  engine: EngineVariables;
  /** PEM of the authority that signed the servers' certificates. */
  ca: string;
  /** Keycloak as its administrator, for what a spec changes behind the environment's back. */
  keycloak: Administration;
}

/** An environment that stands on them. */
export interface TestEnvironment extends TestSandbox {
  deployment: Deployment;
  identity: NonNullable<Plain<Environment>["identity"]>;
  storage: NonNullable<Plain<Environment>["storage"]>;
  /** The portal that its people log in to. */
  client: OidcClient;
}

let leftovers: Promise<void> | undefined;
let servers: Promise<TestSandbox> | undefined;
let environment: Promise<TestEnvironment> | undefined;

/** The servers, started afresh by whichever spec asks first. */
export function testSandbox(): Promise<TestSandbox> {
  servers ??= startServers();
  return servers;
}

/** The environment of the tracked stack file `sandbox`, deployed by whichever spec asks first. */
export function testEnvironment(): Promise<TestEnvironment> {
  environment ??= deploy();
  return environment;
}

/** Ends what specs have started of the servers and the cloud, and removes all that they kept. */
export async function takeDownTestSandbox(): Promise<void> {
  const started = await servers;
  await started?.keycloak.close();
  if (existsSync(stateDir)) await down(stateDir);
}

async function startServers(): Promise<TestSandbox> {
  const programs = await ensurePrograms();
  await endLeftovers();
  const sandbox = await up(programs, stateDir, ports);
  const ca = readFileSync(sandbox.caFile, "utf8");
  const keycloak = new Administration(sandbox.keycloak, ca);
  return { programs, sandbox, engine: engineEnvironment(programs.engine, stateDir), ca, keycloak };
}

/** Ends what runs left that were killed, once, before anything of this run is there. */
export function endLeftovers(): Promise<void> {
  leftovers ??= removeLeftovers();
  return leftovers;
}

async function removeLeftovers(): Promise<void> {
  const runs = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d+$/.test(name)) : [];
  for (const run of runs.filter((pid) => pid === String(process.pid) || !existsSync(`/proc/${pid}`))) {
    await down(join(folder, run));
  }
}

async function deploy(): Promise<TestEnvironment> {
  const test = await testSandbox();
  const deployment = await Deployment.open(test.sandbox, test.engine);
  await deployment.up();
  return describeEnvironment(test, deployment);
}

/** What a deployed environment with identity, storage and a client is to its people. */
export async function describeEnvironment(
  test: TestSandbox,
  deployment: Deployment,
): Promise<TestEnvironment> {
  const { identity, storage } = await environmentOutputs(deployment);
  const [portal] = Object.values(storage?.clients ?? {});
  if (!identity || !storage || !portal)
    throw new Error("the environment lacks identity, storage or a client");
  const { clientId, clientSecret, redirectUris } = portal;
  const client = { issuer: identity.issuer, clientId, clientSecret, redirectUri: redirectUris[0] ?? "" };
  return { ...test, deployment, identity, storage, client };
}

/** What a person of the Life Science login's stand-in types in. */
export function credentialsOf({ lsAai }: Sandbox, name: string): Credentials {
  const person = lsAai.people.find((it) => it.name === name);
  if (person === undefined) throw new Error(`the stand-in knows no "${name}"`);
  return { userName: person.userName, password: readFileSync(person.passwordFile, "utf8") };
}

/** Logs a person in to the environment's portal, in a browser of their own unless one is given. */
export function logIn(
  { sandbox, client, ca }: TestEnvironment,
  name: string,
  browser = new Browserless(ca),
): Promise<Login> {
  return browser.login(client, credentialsOf(sandbox, name));
}
