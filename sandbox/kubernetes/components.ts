import { existsSync } from "node:fs";
import type { Server } from "../server";
import { apiPort, clusterNetworks, type KubernetesAddresses } from "./addresses";
import type { KubernetesApi } from "./api";
import { type Component, type ControlPlaneName, controlPlaneComponents, given } from "./control-plane";
import type { KubernetesFolder } from "./folder";
import { firstProcess, nodeProgram } from "./node";
import { inNode } from "./node-files";

const configuration = (name: string): string => `${inNode.configuration}/${name}`;
const pki = (name: string): string => configuration(`pki/${name}`);
const kubeconfig = (name: string): string => configuration(`${name}.kubeconfig`);

export type ComponentName = "containerd" | ControlPlaneName | "kubelet" | "kube-proxy" | "networkpolicies";

/** Everything that runs in the node. @param nodeAddress by which others reach the node: that of a project's network while it is in one */
function components(
  { host, node }: KubernetesAddresses,
  nodeAddress: string,
): Record<ComponentName, Component> {
  const controlPlane = controlPlaneComponents({
    programs: inNode.programs,
    configuration: inNode.configuration,
    address: host.node,
    ports: { api: apiPort, etcd: 2379, etcdPeers: 2380 },
    etcdData: "/var/lib/etcd",
    auditLog: "/var/log/kubernetes/audit.log",
  });
  return {
    containerd: {
      title: "containerd",
      program: `${inNode.runtime}/containerd`,
      options: { config: configuration("containerd.toml") },
    },
    ...controlPlane,
    "kube-apiserver": {
      ...controlPlane["kube-apiserver"],
      options: {
        ...controlPlane["kube-apiserver"].options,
        "kubelet-certificate-authority": pki("cluster-authority.crt"),
        "kubelet-client-certificate": pki("api-to-kubelet.crt"),
        "kubelet-client-key": pki("api-to-kubelet.key"),
        "kubelet-preferred-address-types": "Hostname",
      },
    },
    kubelet: {
      title: "kubelet",
      program: `${inNode.programs}/kubelet`,
      options: {
        config: configuration("kubelet.json"),
        kubeconfig: kubeconfig("kubelet"),
        "hostname-override": node,
        "node-ip": nodeAddress,
      },
    },
    "kube-proxy": {
      title: "kube-proxy",
      program: `${inNode.programs}/kube-proxy`,
      options: { config: configuration("kube-proxy.json") },
    },
    networkpolicies: {
      title: "network policies",
      program: `${inNode.programs}/networkpolicies`,
      options: { kubeconfig: kubeconfig("networkpolicies"), pods: clusterNetworks.pods },
    },
  };
}

/** How one of them is run. */
export function componentServer(
  name: ComponentName,
  folder: KubernetesFolder,
  addresses: KubernetesAddresses,
  api: KubernetesApi,
  nodeAddress: string,
): Server {
  const { title, program, options } = components(addresses, nodeAddress)[name];
  const ready: Partial<Record<ComponentName, () => Promise<boolean>>> = {
    containerd: async () => existsSync(`/proc/${firstProcess(folder)}/root${inNode.containerdSocket}`),
    "kube-apiserver": () => api.isReady(),
  };
  // the others are asked nothing: whether they work is seen by what the cluster does
  return nodeProgram(
    folder,
    addresses,
    { name, title, command: [program, ...given(options)] },
    ready[name] ?? (async () => true),
  );
}
