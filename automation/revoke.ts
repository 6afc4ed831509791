import {
  type EndedAccess,
  endAccess,
  KeycloakAdmin,
  MinioAdmin,
  type RealmPerson,
  realmIssuer,
} from "../components";
import type { EnvironmentStack } from "./stack";

/** What ending a person's access did, and what is left of it. */
export interface Revocation {
  person: RealmPerson;
  realm: string;
  /** Sessions of the realm that were ended. */
  sessions: number;
  /** What was ended at the object store; undefined for an environment without one. */
  store?: EndedAccess;
}

/**
 * Ends a person's access to an environment: locks the account, ends its sessions, then what was bought with them.
 * @param name the person's id at the upstream login, or user name
 * @throws Error where the realm knows no such person; KeycloakError, MinioError
 */
export async function revoke(stack: EnvironmentStack, name: string): Promise<Revocation> {
  const { keycloak, realm, person } = await find(stack, name);
  await keycloak.setEnabled(realm, person.id, false);
  const sessions = await keycloak.endSessions(realm, person.id);
  const store = await endStoreAccess(stack, realm, person.id).catch((error: Error) => {
    throw new Error(
      `${person.userName} is locked and ${sessions} sessions are ended, but credentials of the store go on: ${error.message}; mend that, then do it again`,
    );
  });
  return { person, realm, sessions, ...(store === undefined ? {} : { store }) };
}

/**
 * Lets a person whose access was ended log in again, as far as the upstream's entitlements allow.
 * @throws Error where the realm knows no such person; KeycloakError
 */
export async function unlock(
  stack: EnvironmentStack,
  name: string,
): Promise<{ person: RealmPerson; realm: string }> {
  const { keycloak, realm, person } = await find(stack, name);
  await keycloak.setEnabled(realm, person.id, true);
  return { person, realm };
}

async function find({ settings, secret, certificateAuthority: ca }: EnvironmentStack, name: string) {
  const { identity, project } = settings;
  if (identity === undefined)
    throw new Error(`the environment "${project.id}" has no realm: it lacks the section identity`);
  const { url, adminRealm, clientId } = identity.keycloak;
  const clientSecret = secret("spe:keycloakClientSecret");
  const keycloak = new KeycloakAdmin({ url, adminRealm, clientId, clientSecret, ca });
  const person = await keycloak.findPerson(identity.realm, identity.upstream.alias, name);
  if (person === undefined) {
    throw new Error(`realm "${identity.realm}" knows nobody with the upstream id or user name "${name}"`);
  }
  return { keycloak, realm: identity.realm, person };
}

async function endStoreAccess(
  { settings, secret, certificateAuthority: ca }: EnvironmentStack,
  realm: string,
  subject: string,
): Promise<EndedAccess | undefined> {
  const { identity, storage } = settings;
  if (identity === undefined || storage === undefined) return undefined;
  const admin = new MinioAdmin({
    url: storage.server.url,
    region: storage.server.region,
    ca,
    accessKey: secret("spe:minioAccessKey"),
    secretKey: secret("spe:minioSecretKey"),
  });
  try {
    const issuer = realmIssuer(identity.keycloak.url, realm);
    return await endAccess(admin, { issuer, subject, tokenMinutes: identity.sessions.tokenMinutes });
  } finally {
    await admin.close();
  }
}
