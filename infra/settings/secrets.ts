import type { Settings } from "./settings-type";

/** A secret of a stack. */
export interface RequiredSecret {
  /** Key in the stack's configuration, for example `spe:lsaaiClientSecret`. */
  key: SecretKey;
  /** What it opens and where it comes from. */
  why: string;
}

/** Every secret that an environment may need: its key and which section needs it. */
export const secretKeys = {
  "spe:lsaaiClientSecret": "identity",
  "spe:keycloakClientSecret": "identity",
  "spe:minioAccessKey": "storage",
  "spe:minioSecretKey": "storage",
  "spe:cloudCredentialSecret": "cloud",
  "spe:operatorPrivateKey": "cloud",
} as const satisfies Record<string, "identity" | "storage" | "cloud">;

/** Key of a stack's secret. */
export type SecretKey = keyof typeof secretKeys;

/** The secrets that an environment needs, with why, so that a missing one can be asked for by name. */
export function requiredSecrets({ identity, storage, cloud }: Settings): RequiredSecret[] {
  return [
    ...(identity
      ? [
          {
            key: "spe:lsaaiClientSecret" as const,
            why: `secret of client "${identity.upstream.clientId}" at ${identity.upstream.displayName}, as its registration gave it`,
          },
          {
            key: "spe:keycloakClientSecret" as const,
            why: `secret of client "${identity.keycloak.clientId}" in realm "${identity.keycloak.adminRealm}" of ${identity.keycloak.url}`,
          },
        ]
      : []),
    ...(storage
      ? [
          {
            key: "spe:minioAccessKey" as const,
            why: `access key of an administrator (not root) of ${storage.server.url}`,
          },
          { key: "spe:minioSecretKey" as const, why: `secret key that belongs to spe:minioAccessKey` },
        ]
      : []),
    ...(cloud
      ? [
          {
            key: "spe:cloudCredentialSecret" as const,
            why: `secret of the application credential "${cloud.credential}" at ${cloud.authUrl}`,
          },
          {
            key: "spe:operatorPrivateKey" as const,
            why: "OpenSSH private key that belongs to cloud.operatorKey",
          },
        ]
      : []),
  ];
}

/** Whether a key's name says that its value is secret. */
export const looksSecret = (key: string): boolean =>
  /secr|passw|passphrase|credential|(private|access|api|signing)[-_]?key|token$/i.test(key);

/** The stack's secret that a key at a place in the settings most likely means. */
export function secretFor(path: string): SecretKey | "spe:<name>" {
  const key = path.slice(path.lastIndexOf(".") + 1);
  const named = (Object.keys(secretKeys) as SecretKey[]).find((secret) => secret === `spe:${key}`);
  if (named) return named;
  if (path.startsWith("identity.keycloak")) return "spe:keycloakClientSecret";
  if (path.startsWith("identity.upstream")) return "spe:lsaaiClientSecret";
  if (path.startsWith("storage.server"))
    return /access|user/i.test(key) ? "spe:minioAccessKey" : "spe:minioSecretKey";
  if (path.startsWith("cloud"))
    return /key/i.test(key) ? "spe:operatorPrivateKey" : "spe:cloudCredentialSecret";
  return "spe:<name>";
}
