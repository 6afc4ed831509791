import { join, resolve, sep } from "node:path";
import { projectRoot } from "./engine/cache";

/** Where the sandbox of this clone keeps what it needs. */
export const defaultStateDir = join(projectRoot, ".spe", "sandbox");

/**
 * The folder that `SPE_SANDBOX` names, else the default one.
 * @throws Error for a folder outside the project: the stack's files name what is in it by relative paths
 */
export function stateDirectory({ SPE_SANDBOX: given } = process.env): string {
  if (!given) return defaultStateDir;
  const folder = resolve(given);
  if (folder.startsWith(join(projectRoot, sep))) return folder;
  throw new Error(
    `SPE_SANDBOX must name a folder in ${projectRoot}, for example .spe/second, got "${given}"`,
  );
}

/** Every place in a sandbox's folder, by what it holds; nothing else knows the names. */
export interface SandboxFolder {
  /** The folder itself, absolute, 0700. */
  root: string;
  /** The ports that were chosen. */
  ports: string;
  /** What stood after the last start, as `--json` prints it. */
  standing: string;
  tls: { caCertificate: string; caKey: string; certificate: string; key: string };
  /** One 0600 file a secret. */
  secrets: {
    directory: string;
    keycloakAdmin: string;
    keycloakProvisioner: string;
    lsAaiClient: string;
    minioRootUser: string;
    minioRootPassword: string;
    minioKmsKey: string;
    minioProvisioner: string;
    /** Encrypts the secrets in Pulumi's state. */
    passphrase: string;
    /** Private key of SSH of the operator or a person; the public one lies beside it. */
    sshKey(name: string): string;
    /** Password of a person of the Life Science login's stand-in. */
    person(name: string): string;
    /** Secret of a client of the environment, or secret key of one of its machines, by its name in the settings. */
    environment(name: string): string;
  };
  /** `home` is the distribution by links, with data of its own. */
  keycloak: { directory: string; home: string };
  /** `certificates` is MinIO's certs directory. */
  minio: { directory: string; data: string; certificates: string };
  /** Everything of the OpenStack cloud. */
  cloud: string;
  /** Everything of the Kubernetes node. */
  kubernetes: string;
  /** Everything of the Kubernetes that needs no root. */
  controlPlane: string;
  /** What Pulumi keeps of the stacks, and the files that they are configured by. */
  pulumi: { state: string; stacks: string };
}

/** The places in a sandbox's folder. */
export function sandboxFolder(stateDir: string): SandboxFolder {
  const root = resolve(stateDir);
  const tls = join(root, "tls");
  const secrets = join(root, "secrets");
  const keycloak = join(root, "keycloak");
  const minio = join(root, "minio");
  return {
    root,
    ports: join(root, "ports.json"),
    standing: join(root, "standing.json"),
    tls: {
      caCertificate: join(tls, "ca.crt"),
      caKey: join(tls, "ca.key"),
      certificate: join(tls, "server.crt"),
      key: join(tls, "server.key"),
    },
    secrets: {
      directory: secrets,
      keycloakAdmin: join(secrets, "keycloak-admin"),
      keycloakProvisioner: join(secrets, "keycloak-provisioner"),
      lsAaiClient: join(secrets, "ls-aai-client"),
      minioRootUser: join(secrets, "minio-root-user"),
      minioRootPassword: join(secrets, "minio-root-password"),
      minioKmsKey: join(secrets, "minio-kms-key"),
      minioProvisioner: join(secrets, "minio-provisioner"),
      passphrase: join(secrets, "pulumi-passphrase"),
      sshKey: (name) => join(secrets, `ssh-${name}`),
      person: (name) => join(secrets, `person-${name}`),
      environment: (name) => join(secrets, `environment-${name}`),
    },
    keycloak: { directory: keycloak, home: join(keycloak, "home") },
    minio: { directory: minio, data: join(minio, "data"), certificates: join(minio, "certs") },
    cloud: join(root, "cloud"),
    kubernetes: join(root, "kubernetes"),
    controlPlane: join(root, "control-plane"),
    pulumi: { state: join(root, "state"), stacks: join(root, "stacks") },
  };
}
