/** A second environment on the shared servers: project "lungs", whose researcher is dave. */
import { brokerRedirectUri } from "../../components";
import { Deployment } from "../../sandbox/deployment";
import { deNbiEntitlement } from "../../sandbox/ls-aai/people";
import { lsAaiRealm, registeredClientId } from "../../sandbox/ls-aai/realm";
import { type Sections, stackSections } from "../../sandbox/stack-sections";
import { describeEnvironment, type TestEnvironment, type TestSandbox } from "./test-sandbox";

/** The sections of the environment: a bucket to read from, one to work in, and nobody by name. */
export function lungsSections({ sandbox }: TestSandbox): Sections {
  const { project, site, identity, storage } = stackSections(sandbox);
  return {
    project: { ...project, id: "lungs", title: "Lung function", permit: "EHDS-2026-0043" },
    site: { ...site },
    identity: { ...identity, groups: [{ entitlement: deNbiEntitlement("lungs"), role: "researcher" }] },
    storage: {
      server: storage?.server,
      buckets: ["input", "scratch"],
      serviceAccounts: [{ name: "an-account-of-quite-a-long-name", bucket: "input", access: "read" }],
    },
  };
}

/**
 * Opens the environment's stack, its broker known to the stand-in; deploys nothing.
 * @param identity settings of the section that differ
 */
export async function openLungs(test: TestSandbox, identity: Sections[string] = {}): Promise<Deployment> {
  await registerBroker(test, brokerRedirectUri(test.sandbox.keycloak.url, "lungs", "ls-aai"));
  const sections = lungsSections(test);
  return Deployment.open(test.sandbox, test.engine, {
    stackName: "lungs",
    sections: { ...sections, identity: { ...sections.identity, ...identity } },
  });
}

/** Lets the stand-in's logins return to one more broker. */
export async function registerBroker({ keycloak }: TestSandbox, redirectUri: string): Promise<void> {
  type Client = { id: string; redirectUris: string[] };
  const [client] =
    (await keycloak.get<Client[]>(`/${lsAaiRealm}/clients?clientId=${registeredClientId}`)) ?? [];
  if (client === undefined) throw new Error("the stand-in has no registered client");
  const redirectUris = [...new Set([...client.redirectUris, redirectUri])];
  await keycloak.put(`/${lsAaiRealm}/clients/${client.id}`, { ...client, redirectUris });
}

/** Deploys the environment. */
export async function deployLungs(
  test: TestSandbox,
  identity: Sections[string] = {},
): Promise<TestEnvironment> {
  const deployment = await openLungs(test, identity);
  await deployment.up();
  return describeEnvironment(test, deployment);
}
