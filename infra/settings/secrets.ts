import type { ServersSettings, Settings } from "./settings-type";

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
  "spe:serversKey": "servers",
  "spe:storeKmsKey": "servers",
  "spe:storeRootSecret": "servers",
  "spe:backupAccessKey": "servers",
  "spe:backupSecretKey": "servers",
  "spe:kkpToken": "kubernetes",
  "spe:clusterCredentialSecret": "kubernetes",
  "spe:kubeconfig": "kubernetes",
  "spe:tasksKey": "kubernetes",
  "spe:taskServerPassword": "kubernetes",
} as const satisfies Record<string, "identity" | "storage" | "cloud" | "servers" | "kubernetes">;

/** Key of a stack's secret. */
export type SecretKey = keyof typeof secretKeys;

/** The secrets that an environment needs, with why, so that a missing one can be asked for by name. */
export function requiredSecrets({
  identity,
  storage,
  cloud,
  servers,
  kubernetes,
}: Settings): RequiredSecret[] {
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
    ...(servers ? serversSecrets(servers) : []),
    ...(kubernetes ? kubernetesSecrets(kubernetes) : []),
  ];
}

function serversSecrets({ certificateFile, store, keycloak }: ServersSettings): RequiredSecret[] {
  const { backup } = keycloak;
  return [
    { key: "spe:serversKey", why: `private key (PEM) of the certificate ${certificateFile}` },
    {
      key: "spe:storeKmsKey",
      why: `the key "${store.kmsKey}": 32 random bytes in base64 (openssl rand -base64 32), to be kept as well as the data`,
    },
    {
      key: "spe:storeRootSecret",
      why: "secret of MinIO's root, 8 to 40 characters; used once, then refused",
    },
    {
      key: "spe:minioSecretKey",
      why: 'secret key that MinIO\'s administrator "spe-provisioner" gets, 8 to 40 characters',
    },
    {
      key: "spe:keycloakClientSecret",
      why: 'secret that Keycloak\'s client "spe-provisioner" gets',
    },
    ...(backup
      ? [
          {
            key: "spe:backupAccessKey" as const,
            why: `access key that may put objects into ${backup.bucket} of ${backup.url}`,
          },
          { key: "spe:backupSecretKey" as const, why: "secret key that belongs to spe:backupAccessKey" },
        ]
      : []),
  ];
}

function kubernetesSecrets(kubernetes: NonNullable<Settings["kubernetes"]>): RequiredSecret[] {
  const { tasks } = kubernetes;
  return [
    ...clusterSecrets(kubernetes),
    ...(tasks
      ? [{ key: "spe:tasksKey" as const, why: `private key (PEM) of the certificate of ${tasks.host}` }]
      : []),
    ...(tasks?.server.by === "funnel"
      ? [
          {
            key: "spe:taskServerPassword" as const,
            why: "what the service's own parts show each other, 32 characters or more (openssl rand -hex 24)",
          },
        ]
      : []),
  ];
}

function clusterSecrets({ kkp, kubeone, existing }: NonNullable<Settings["kubernetes"]>): RequiredSecret[] {
  return [
    ...(kkp
      ? [
          {
            key: "spe:kkpToken" as const,
            why: `token of a service account with the group editors in project "${kkp.project}" of ${kkp.url}`,
          },
        ]
      : []),
    ...(kubeone
      ? [
          {
            key: "spe:clusterCredentialSecret" as const,
            why: `secret of the application credential "${kubeone.credential}", by which the cluster's controllers work`,
          },
        ]
      : []),
    ...(existing
      ? [
          {
            key: "spe:kubeconfig" as const,
            why: "kubeconfig of the cluster's administrator, the file's text",
          },
        ]
      : []),
  ];
}

/** Whether a key's name says that its value is secret. */
export const looksSecret = (key: string): boolean =>
  /secr|passw|kubeconfig|passphrase|credential|(private|access|api|signing)[-_]?key|token$/i.test(key);

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
  if (path.startsWith("servers")) return serversSecretFor(path, key);
  if (path.startsWith("kubernetes.tasks")) return "spe:tasksKey";
  if (path.startsWith("kubernetes.kubeone")) return "spe:clusterCredentialSecret";
  if (path.startsWith("kubernetes.existing") || key === "kubeconfig") return "spe:kubeconfig";
  if (path.startsWith("kubernetes")) return "spe:kkpToken";
  return "spe:<name>";
}

function serversSecretFor(path: string, key: string): SecretKey {
  if (path.startsWith("servers.keycloak.backup"))
    return /access|user/i.test(key) ? "spe:backupAccessKey" : "spe:backupSecretKey";
  if (path.startsWith("servers.keycloak")) return "spe:keycloakClientSecret";
  if (path.startsWith("servers.store"))
    return /root/i.test(key) ? "spe:storeRootSecret" : "spe:minioSecretKey";
  return "spe:serversKey";
}
