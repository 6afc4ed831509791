import { KeycloakAdmin } from "../../components";
import { labelKeys } from "../../components/five-safes";
import type { IdentitySettings } from "../settings";

/**
 * What stands in the way of the realm.
 * @param clientSecret of the client by which the environment administers Keycloak
 * @param ca PEM of the private authority that signed the server's certificate
 * @throws KeycloakError
 */
export async function keycloakProblems(
  project: string,
  { keycloak, realm }: IdentitySettings,
  clientSecret: string,
  ca: string | undefined,
): Promise<string[]> {
  const { url, adminRealm, clientId } = keycloak;
  const admin = new KeycloakAdmin({
    url,
    adminRealm,
    clientId,
    clientSecret,
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
