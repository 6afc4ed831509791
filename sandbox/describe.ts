import { realmIssuer } from "../components/naming";
import type { SandboxFolder } from "./folder";
import { provisionerClientId } from "./keycloak/provisioner";
import { adminClientId } from "./keycloak/server";
import { people } from "./ls-aai/people";
import { lsAaiRealm, registeredClientId } from "./ls-aai/realm";
import { kmsKeyName } from "./minio/kms";
import { provisionerAccessKey } from "./minio/provisioner";
import type { Ports } from "./ports";
import type { Sandbox } from "./sandbox";

/** What stands, or will stand, on the ports of a sandbox. */
export function describeSandbox({ root, secrets, tls }: SandboxFolder, ports: Ports): Sandbox {
  const url = (port: number): string => `https://127.0.0.1:${port}`;
  const keycloak = url(ports.keycloak);
  return {
    stateDir: root,
    caFile: tls.caCertificate,
    keycloak: {
      url: keycloak,
      adminClientId,
      adminSecretFile: secrets.keycloakAdmin,
      provisioner: { clientId: provisionerClientId, secretFile: secrets.keycloakProvisioner },
    },
    lsAai: {
      issuer: realmIssuer(keycloak, lsAaiRealm),
      clientId: registeredClientId,
      clientSecretFile: secrets.lsAaiClient,
      people: people.map((person) => ({ ...person, passwordFile: secrets.person(person.name) })),
    },
    minio: {
      url: url(ports.minio),
      consoleUrl: url(ports.minioConsole),
      region: "",
      kmsKey: kmsKeyName,
      provisioner: { accessKey: provisionerAccessKey, secretKeyFile: secrets.minioProvisioner },
    },
  };
}
