import { join, resolve } from "node:path";
import { projectRoot } from "./engine/cache";

/** Where the sandbox of this clone keeps what it needs. */
export const defaultStateDir = join(projectRoot, ".spe", "sandbox");

/** Every place in a sandbox's folder, by what it holds; nothing else knows the names. */
export interface SandboxFolder {
  /** The folder itself, absolute, 0700. */
  root: string;
  /** The ports that were chosen. */
  ports: string;
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
    /** Password of a person of the Life Science login's stand-in. */
    person(name: string): string;
  };
  /** `home` is the distribution by links with data of its own; `setUp` exists once the administrator has logged in. */
  keycloak: { directory: string; home: string; setUp: string };
  /** `certificates` is MinIO's certs directory. */
  minio: { directory: string; data: string; certificates: string };
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
      person: (name) => join(secrets, `person-${name}`),
    },
    keycloak: { directory: keycloak, home: join(keycloak, "home"), setUp: join(keycloak, "set-up") },
    minio: { directory: minio, data: join(minio, "data"), certificates: join(minio, "certs") },
  };
}
