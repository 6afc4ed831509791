import { existsSync } from "node:fs";
import type { Server } from "../server";
import { apiPort, clusterNetworks, type KubernetesAddresses } from "./addresses";
import type { KubernetesApi } from "./api";
import type { KubernetesFolder } from "./folder";
import { firstProcess, nodeProgram } from "./node";
import { inNode } from "./node-files";

/** A program of the node: its name and the options that it is run with. */
interface Component {
  title: string;
  program: string;
  options: Record<string, string>;
}

const configuration = (name: string): string => `${inNode.configuration}/${name}`;
const pki = (name: string): string => configuration(`pki/${name}`);
const kubeconfig = (name: string): string => configuration(`${name}.kubeconfig`);

/** The name that the API server gives its own, in the tokens of service accounts. */
const serviceAccountIssuer = "https://kubernetes.default.svc";

export type ComponentName =
  | "containerd"
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kubelet"
  | "kube-proxy"
  | "networkpolicies";

/** Everything that runs in the node. @param nodeAddress by which others reach the node: that of a project's network while it is in one */
function components(
  { host, node }: KubernetesAddresses,
  nodeAddress: string,
): Record<ComponentName, Component> {
  const ownKubeconfig = (name: string) => ({
    kubeconfig: kubeconfig(name),
    "authentication-kubeconfig": kubeconfig(name),
    "authorization-kubeconfig": kubeconfig(name),
    "bind-address": "127.0.0.1",
    "leader-elect": "false",
    profiling: "false",
  });
  return {
    containerd: {
      title: "containerd",
      program: `${inNode.runtime}/containerd`,
      options: { config: configuration("containerd.toml") },
    },
    etcd: {
      title: "etcd",
      program: `${inNode.programs}/etcd`,
      options: {
        "data-dir": "/var/lib/etcd",
        "listen-client-urls": "https://127.0.0.1:2379",
        "advertise-client-urls": "https://127.0.0.1:2379",
        // there are no peers, and nobody without a certificate may be one
        "listen-peer-urls": "https://127.0.0.1:2380",
        "initial-advertise-peer-urls": "https://127.0.0.1:2380",
        "initial-cluster": "default=https://127.0.0.1:2380",
        "peer-client-cert-auth": "true",
        "peer-trusted-ca-file": pki("etcd-authority.crt"),
        "peer-cert-file": pki("etcd.crt"),
        "peer-key-file": pki("etcd.key"),
        "client-cert-auth": "true",
        "trusted-ca-file": pki("etcd-authority.crt"),
        "cert-file": pki("etcd.crt"),
        "key-file": pki("etcd.key"),
        "unsafe-no-fsync": "true", // a sandbox may lose its last second in a power cut
        "enable-grpc-gateway": "false",
        "log-level": "warn",
      },
    },
    "kube-apiserver": {
      title: "API server",
      program: `${inNode.programs}/kube-apiserver`,
      options: {
        "bind-address": host.node,
        "advertise-address": host.node,
        "secure-port": String(apiPort),
        "tls-cert-file": pki("api.crt"),
        "tls-private-key-file": pki("api.key"),
        "tls-min-version": "VersionTLS12",
        "etcd-servers": "https://127.0.0.1:2379",
        "etcd-cafile": pki("etcd-authority.crt"),
        "etcd-certfile": pki("api-to-etcd.crt"),
        "etcd-keyfile": pki("api-to-etcd.key"),
        "client-ca-file": pki("cluster-authority.crt"),
        "authentication-config": configuration("authentication.json"),
        "authorization-mode": "Node,RBAC",
        // Pod Security and ValidatingAdmissionPolicy are on by themselves
        "enable-admission-plugins": "NodeRestriction",
        "encryption-provider-config": configuration("encryption.json"),
        "audit-policy-file": configuration("audit.json"),
        "audit-log-path": "/var/log/kubernetes/audit.log",
        "audit-log-maxsize": "50",
        "audit-log-maxbackup": "2",
        "service-account-issuer": serviceAccountIssuer,
        "service-account-key-file": pki("service-accounts.key"),
        "service-account-signing-key-file": pki("service-accounts.key"),
        "service-cluster-ip-range": clusterNetworks.services,
        "kubelet-certificate-authority": pki("cluster-authority.crt"),
        "kubelet-client-certificate": pki("api-to-kubelet.crt"),
        "kubelet-client-key": pki("api-to-kubelet.key"),
        "kubelet-preferred-address-types": "Hostname",
        "allow-privileged": "true",
        profiling: "false",
      },
    },
    "kube-controller-manager": {
      title: "controller manager",
      program: `${inNode.programs}/kube-controller-manager`,
      options: {
        ...ownKubeconfig("kube-controller-manager"),
        "root-ca-file": pki("cluster-authority.crt"),
        "service-account-private-key-file": pki("service-accounts.key"),
        "use-service-account-credentials": "true",
      },
    },
    "kube-scheduler": {
      title: "scheduler",
      program: `${inNode.programs}/kube-scheduler`,
      options: ownKubeconfig("kube-scheduler"),
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
  const given = Object.entries(options).map(([option, value]) => `--${option}=${value}`);
  const ready: Partial<Record<ComponentName, () => Promise<boolean>>> = {
    containerd: async () => existsSync(`/proc/${firstProcess(folder)}/root${inNode.containerdSocket}`),
    "kube-apiserver": () => api.isReady(),
  };
  // the others are asked nothing: whether they work is seen by what the cluster does
  return nodeProgram(
    folder,
    addresses,
    { name, title, command: [program, ...given] },
    ready[name] ?? (async () => true),
  );
}
