import { cloudAddresses } from "../openstack/addresses";

/** Networks inside the cluster, those that KKP gives where nobody says otherwise; only the node knows them. */
export const clusterNetworks = {
  /** Pods of the one node. */
  pods: "172.25.0.0/24",
  services: "10.240.16.0/20",
  /** Service `kubernetes` of namespace `default`. */
  api: "10.240.16.1",
  /** Service `kube-dns` of namespace `kube-system`. */
  resolver: "10.240.16.10",
} as const;

/** Every address and name of a cloud's Kubernetes node; they follow from the cloud's number. */
export interface KubernetesAddresses {
  /** What the names of its namespace, interfaces and control groups begin with: `spe0-`. */
  prefix: string;
  /** The node's network namespace. */
  namespace: string;
  /** The node's name in the cluster. */
  node: string;
  /** The way between this machine and the node, by which the API server is reached. */
  host: { interface: string; address: string; node: string };
  /** The way between the cloud's "internet" and the node, by which pods reach the site's servers. */
  cloud: { namespace: string; interface: string; address: string; node: string };
  /** The namespace of the cloud's switches. */
  switches: string;
}

/** Port of the API server. */
export const apiPort = 6443;

/** @param number the cloud's; the node has the fourth /24 of the cloud's block of addresses */
export function kubernetesAddresses(number: number): KubernetesAddresses {
  const { prefix, namespace, link } = cloudAddresses(number);
  const [first, second, third] = link.hostAddress.split(".");
  const address = (last: number) => `${first}.${second}.${Number(third) + 1}.${last}`;
  return {
    prefix,
    namespace: `${prefix}kube`,
    node: `${prefix}node`,
    host: { interface: `${prefix}kube`, address: address(1), node: address(2) },
    cloud: { namespace, interface: "to-kube", address: address(5), node: address(6) },
    switches: `${prefix}switch`,
  };
}
