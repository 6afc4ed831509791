import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ensureClientCertificate, ensureServerCertificate } from "../certificates";
import { apiPort, type KubernetesAddresses } from "./addresses";
import { type ClusterClient, dns, ensureClusterPki, pkiFiles } from "./cluster-pki";
import type { KubernetesFolder } from "./folder";

/** Who of the sandbox speaks with the API server, and where its credentials lie. */
function clients(folder: KubernetesFolder, node: string): ClusterClient[] {
  const inNode = (name: string) => join(folder.configuration, `${name}.kubeconfig`);
  return [
    {
      name: { commonName: "spe-sandbox", organisation: "system:masters" },
      kubeconfig: folder.adminKubeconfig,
    },
    {
      name: { commonName: "system:cloud-controller-manager" },
      kubeconfig: folder.cloudController.kubeconfig,
    },
    {
      name: { commonName: "system:kube-controller-manager" },
      kubeconfig: inNode("kube-controller-manager"),
    },
    { name: { commonName: "system:kube-scheduler" }, kubeconfig: inNode("kube-scheduler") },
    { name: { commonName: "system:kube-proxy" }, kubeconfig: inNode("kube-proxy") },
    {
      name: { commonName: `system:node:${node}`, organisation: "system:nodes" },
      kubeconfig: inNode("kubelet"),
    },
    { name: { commonName: "spe:network-policies" }, kubeconfig: inNode("networkpolicies") },
  ];
}

/** Makes what is missing of certificates, keys and credentials, and what ends soon. */
export async function ensurePki(folder: KubernetesFolder, addresses: KubernetesAddresses): Promise<void> {
  await mkdir(join(folder.root, "cloud-controller"), { recursive: true, mode: 0o700 });
  await ensureClusterPki(folder, {
    apiUrl: `https://${addresses.host.node}:${apiPort}`,
    clients: clients(folder, addresses.node),
  });
  const cluster = folder.authority("cluster");
  await ensureServerCertificate(cluster, pkiFiles(folder, "kubelet"), dns(addresses.node));
  await ensureClientCertificate(cluster, pkiFiles(folder, "api-to-kubelet"), {
    commonName: "spe:api-to-kubelet",
  });
}
