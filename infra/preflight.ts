/** What can be known of the servers before anything is made: whether they are there, let us in, and are free for us. */
import { KeycloakAdmin, KeycloakError, MinioAdmin, MinioError } from "../components";
import { labelKeys } from "../components/five-safes";
import type { IdentitySettings, SecretKey, Settings, StorageSettings } from "./settings";

/** The stack's secrets, in plain. */
type PlainSecrets = (key: SecretKey) => string;

/**
 * Asks each server that the settings name.
 * @param ca PEM of the private authority that signed the servers' certificates
 * @returns every problem, each with the setting that it is about and what to do
 */
export async function serverProblems(
  { project, identity, storage }: Settings,
  secret: PlainSecrets,
  ca: string | undefined,
): Promise<string[]> {
  const problems = await Promise.all([
    identity === undefined
      ? []
      : keycloakProblems(project.id, identity, secret, ca).catch(toldBy(KeycloakError)),
    storage === undefined ? [] : minioProblems(storage, secret, ca).catch(toldBy(MinioError)),
  ]);
  return problems.flat();
}

async function keycloakProblems(
  project: string,
  { keycloak, realm }: IdentitySettings,
  secret: PlainSecrets,
  ca: string | undefined,
): Promise<string[]> {
  const { url, adminRealm, clientId } = keycloak;
  const admin = new KeycloakAdmin({
    url,
    adminRealm,
    clientId,
    clientSecret: secret("spe:keycloakClientSecret"),
    ca,
  });
  try {
    const attributes = await admin.realmAttributes(realm);
    if (attributes === undefined) {
      return (await admin.hasRightsInTokens())
        ? [
            `identity.keycloak.clientId: client "${clientId}" has ordinary access tokens, with which it cannot reach a realm that it just made; give it lightweight access tokens`,
          ]
        : [];
    }
    return attributes[labelKeys.project] === project
      ? []
      : [
          `identity.realm: ${url} has a realm "${realm}" that project "${project}" did not make; give another name, or remove it there`,
        ];
  } finally {
    await admin.close();
  }
}

async function minioProblems(
  { server }: StorageSettings,
  secret: PlainSecrets,
  ca: string | undefined,
): Promise<string[]> {
  const { url, region, kmsKey } = server;
  const keys = { accessKey: secret("spe:minioAccessKey"), secretKey: secret("spe:minioSecretKey") };
  const admin = new MinioAdmin({ url, region, ca, ...keys });
  try {
    const { region: found } = await admin.info();
    return [
      ...(found === region
        ? []
        : [`storage.server.region: ${url} has the region "${found}", not "${region}"`]),
      ...((await admin.hasKmsKey(kmsKey))
        ? []
        : [
            `storage.server.kmsKey: the KMS of ${url} has no key "${kmsKey}"; make it there, or name another`,
          ]),
    ];
  } finally {
    await admin.close();
  }
}

/** The problem that a server's own error is; anything else is a defect of ours. */
const toldBy =
  (known: typeof KeycloakError | typeof MinioError) =>
  (error: unknown): string[] => {
    if (error instanceof known) return [error.message];
    throw error;
  };
