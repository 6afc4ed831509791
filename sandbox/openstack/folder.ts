import { join } from "node:path";

/** Every place of a sandbox's cloud, by what it holds; nothing else knows the names. */
export interface CloudFolder {
  /** The folder itself, absolute, 0700. */
  root: string;
  /** Configuration files of the services; they hold passwords. */
  configuration: string;
  /** Data of the services, a folder each. */
  data(service: string): string;
  /** Log and mark of the process of a server. */
  server(name: string): string;
  /** Sockets: their paths have at most 107 characters, so they lie elsewhere. */
  sockets: { directory: string; database: string; fabric: string };
  /** One 0600 file a secret. */
  secret(name: CloudSecretName): string;
  /** The environment's application credential: its id, and its secret (0600). */
  credential: { id: string; secret: string };
  /** Certificate of the site, its key, and the authority of balancers. */
  tls: { certificate: string; key: string; balancerAuthority: string; balancerAuthorityKey: string };
  /** Links to the files that machines fetch. */
  mirror: string;
  /** There once the databases hold what a site has from its first day. */
  seeded: string;
}

export type CloudSecretName =
  | "admin"
  | "service"
  | "operator"
  | "other-operator"
  | "key-encryption"
  | "balancers";

/**
 * @param root folder of the cloud, absolute
 * @param runtime folder of its sockets, a short path
 */
export function cloudFolder(root: string, runtime: string): CloudFolder {
  const tls = join(root, "tls");
  return {
    root,
    configuration: join(root, "configuration"),
    data: (service) => join(root, "data", service),
    server: (name) => join(root, "servers", name),
    sockets: {
      directory: runtime,
      database: join(runtime, "database.socket"),
      fabric: join(runtime, "fabric.socket"),
    },
    secret: (name) => join(root, "secrets", name),
    credential: { id: join(root, "credential-id"), secret: join(root, "secrets", "credential") },
    tls: {
      certificate: join(tls, "site.crt"),
      key: join(tls, "site.crt.key"), // the name under which haproxy looks for it
      balancerAuthority: join(tls, "balancers.crt"),
      balancerAuthorityKey: join(tls, "balancers.key"),
    },
    mirror: join(root, "mirror"),
    seeded: join(root, "seeded"),
  };
}
