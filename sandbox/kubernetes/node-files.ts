import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writePrivateFile } from "../private-file";
import { clusterNetworks, type KubernetesAddresses } from "./addresses";
import { json } from "./control-plane-files";
import type { KubernetesFolder } from "./folder";

/** Where the node sees the programs of the artefacts, and its own files. */
export const inNode = {
  programs: "/opt/kubernetes",
  runtime: "/opt/runtime",
  configuration: "/etc/kubernetes",
  containerdSocket: "/run/containerd/containerd.sock",
} as const;

/** @param pause image of the process that holds a pod's namespaces */
export async function writeNodeFiles(
  { configuration }: KubernetesFolder,
  addresses: KubernetesAddresses,
  pause: string,
): Promise<void> {
  await mkdir(join(configuration, "cni"), { recursive: true });
  const files: Record<string, string> = {
    hosts: `127.0.0.1 localhost\n${addresses.host.node} ${addresses.node}\n`,
    passwd: "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
    // no name of the outside is answered in the cluster
    "resolv.conf": "",
    "kubelet.json": json(kubeletDocument),
    "kube-proxy.json": json(proxyDocument(addresses)),
    "containerd.toml": containerdDocument(pause),
    "cni/10-pods.conflist": json(podNetworkDocument),
  };
  for (const [name, content] of Object.entries(files)) {
    await writePrivateFile(join(configuration, name), content);
  }
}

const inConfiguration = (name: string): string => `${inNode.configuration}/${name}`;

const kubeletDocument = {
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  kind: "KubeletConfiguration",
  failCgroupV1: false, // hosts that still have control groups v1 will do
  cgroupDriver: "cgroupfs",
  containerRuntimeEndpoint: `unix://${inNode.containerdSocket}`,
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: inConfiguration("pki/cluster-authority.crt") },
  },
  authorization: { mode: "Webhook" },
  tlsCertFile: inConfiguration("pki/kubelet.crt"),
  tlsPrivateKeyFile: inConfiguration("pki/kubelet.key"),
  tlsMinVersion: "VersionTLS12",
  readOnlyPort: 0,
  volumePluginDir: "/var/lib/kubelet/volumeplugins",
  clusterDNS: [clusterNetworks.resolver],
  clusterDomain: "cluster.local",
  resolvConf: "/etc/resolv.conf",
  failSwapOn: false,
  makeIPTablesUtilChains: false, // kube-proxy speaks nftables
  maxOpenFiles: 20_000,
  oomScoreAdj: 0, // a lower one takes a capability that a container's root lacks
  evictionHard: { "memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
  // images are imported once: none may be taken away to make room
  imageGCHighThresholdPercent: 100,
  imageGCLowThresholdPercent: 99,
};

function proxyDocument({ host, node }: KubernetesAddresses): unknown {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "nftables",
    bindAddress: host.node,
    clientConnection: { kubeconfig: inConfiguration("kube-proxy.kubeconfig") },
    clusterCIDR: clusterNetworks.pods,
    nodePortAddresses: ["0.0.0.0/0"], // also at the address that the node gets in a project's network
    // these are the whole machine's
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    hostnameOverride: node,
  };
}

/** Pods have cables to the node, which routes: no bridge, so that no setting of bridges matters. */
const podNetworkDocument = {
  cniVersion: "1.0.0",
  name: "pods",
  plugins: [
    {
      type: "ptp",
      ipMasq: false,
      ipam: {
        type: "host-local",
        dataDir: "/run/cni",
        ranges: [[{ subnet: clusterNetworks.pods }]],
        routes: [{ dst: "0.0.0.0/0" }],
      },
    },
  ],
};

const containerdDocument = (pause: string): string => `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"

[grpc]
  address = "${inNode.containerdSocket}"

[plugins."io.containerd.internal.v1.opt"]
  path = "/run/containerd/opt"

[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
  disable_apparmor = true
  sandbox_image = "${pause}"

[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "${inNode.runtime}"
  conf_dir = "${inNode.configuration}/cni"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  BinaryName = "${inNode.runtime}/runc"
  SystemdCgroup = false
`;
