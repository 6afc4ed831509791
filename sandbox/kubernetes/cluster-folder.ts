import { join } from "node:path";

/** Every place of a control plane, by what it holds. */
export interface ClusterFolder {
  /** The folder itself, absolute, 0700. */
  root: string;
  /** Credentials of the cluster's administrator. */
  adminKubeconfig: string;
  /** Certificates, credentials and configuration of what runs there. */
  configuration: string;
  /** Authorities of the cluster and of its database, which none of its programs needs. */
  authority(name: "cluster" | "etcd"): { certificate: string; key: string };
  /** What its programs write. */
  data(name: "etcd" | "audit"): string;
  /** Log and mark of the process of a server. */
  server(name: string): string;
  /** The issuers that the API server trusts. */
  trusted: string;
}

/** @param root folder of the cluster, absolute */
export function clusterFolder(root: string): ClusterFolder {
  return {
    root,
    adminKubeconfig: join(root, "admin.kubeconfig"),
    configuration: join(root, "configuration"),
    authority: (name) => ({
      certificate: join(root, "authorities", `${name}.crt`),
      key: join(root, "authorities", `${name}.key`),
    }),
    data: (name) => join(root, "data", name),
    server: (name) => join(root, "servers", name),
    trusted: join(root, "trusted.json"),
  };
}
