import { join } from "node:path";

/** Every place of a sandbox's Kubernetes, by what it holds; nothing else knows the names. */
export interface KubernetesFolder {
  /** The folder itself, absolute, 0700. */
  root: string;
  /** Credentials of the cluster's administrator. */
  adminKubeconfig: string;
  /** What the node sees as /etc/kubernetes: certificates, credentials and configuration of what runs in it. */
  configuration: string;
  /** Authorities of the cluster and of its database, which the node does not see. */
  authority(name: "cluster" | "etcd"): { certificate: string; key: string };
  /** Folders that the node sees under paths of its own. */
  data(name: "etcd" | "containerd" | "kubelet" | "pods" | "audit"): string;
  /** Log and mark of the process of a server. */
  server(name: string): string;
  /** The number of the node's first process, once the node stands. */
  firstProcess: string;
  /** An empty folder on which the node builds its root. */
  nodeRoot: string;
  /** The issuers that the API server trusts. */
  trusted: string;
  /** haproxy's configuration of the relay to them. */
  relay: string;
  /** The network of a project that the node is in, while it is in one. */
  tenantNetwork: string;
  /** Configuration and credentials of the cloud controller manager; they hold secrets of the project. */
  cloudController: { configuration: string; kubeconfig: string };
}

/** @param root folder of the sandbox's Kubernetes, absolute */
export function kubernetesFolder(root: string): KubernetesFolder {
  const cloudController = join(root, "cloud-controller");
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
    firstProcess: join(root, "first-process"),
    nodeRoot: join(root, "node"),
    trusted: join(root, "trusted.json"),
    relay: join(root, "relay.cfg"),
    tenantNetwork: join(root, "tenant-network.json"),
    cloudController: {
      configuration: join(cloudController, "cloud.conf"),
      kubeconfig: join(cloudController, "kubeconfig"),
    },
  };
}
