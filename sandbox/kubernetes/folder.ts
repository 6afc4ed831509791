import { join } from "node:path";
import { type ClusterFolder, clusterFolder } from "./cluster-folder";

/** Every place of a sandbox's Kubernetes, by what it holds; nothing else knows the names. */
export interface KubernetesFolder extends ClusterFolder {
  /** What the node sees as /etc/kubernetes: certificates, credentials and configuration of what runs in it. */
  configuration: string;
  /** Folders that the node sees under paths of its own. */
  data(name: "etcd" | "containerd" | "kubelet" | "pods" | "audit"): string;
  /** The number of the node's first process, once the node stands. */
  firstProcess: string;
  /** An empty folder on which the node builds its root. */
  nodeRoot: string;
  /** haproxy's configuration of the relay to the trusted issuers. */
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
    ...clusterFolder(root),
    data: (name) => join(root, "data", name),
    firstProcess: join(root, "first-process"),
    nodeRoot: join(root, "node"),
    relay: join(root, "relay.cfg"),
    tenantNetwork: join(root, "tenant-network.json"),
    cloudController: {
      configuration: join(cloudController, "cloud.conf"),
      kubeconfig: join(cloudController, "kubeconfig"),
    },
  };
}
