import { generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type ClientName,
  ensureAuthority,
  ensureClientCertificate,
  ensureServerCertificate,
  type ServerName,
} from "../certificates";
import { writePrivateFile } from "../private-file";
import { apiPort, clusterNetworks, type KubernetesAddresses } from "./addresses";
import type { KubernetesFolder } from "./folder";

/** Who of the sandbox speaks with the API server, and where its credentials lie. */
function clients(folder: KubernetesFolder, node: string): { name: ClientName; kubeconfig: string }[] {
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

const dns = (...names: string[]): ServerName[] => names.map((value) => ({ type: "dns", value }));
const ip = (...addresses: string[]): ServerName[] => addresses.map((value) => ({ type: "ip", value }));

/** Makes what is missing of certificates, keys and credentials, and what ends soon. */
export async function ensurePki(folder: KubernetesFolder, addresses: KubernetesAddresses): Promise<void> {
  const pki = join(folder.configuration, "pki");
  const files = (name: string) => ({
    certificate: join(pki, `${name}.crt`),
    key: join(pki, `${name}.key`),
  });
  await mkdir(join(folder.root, "cloud-controller"), { recursive: true, mode: 0o700 });
  const cluster = folder.authority("cluster");
  const etcd = folder.authority("etcd");
  const api = dns("kubernetes", "kubernetes.default", "kubernetes.default.svc");
  await ensureServerCertificate(cluster, files("api"), [
    ...api,
    ...ip(addresses.host.node, clusterNetworks.api),
  ]);
  await ensureServerCertificate(cluster, files("kubelet"), dns(addresses.node));
  await ensureClientCertificate(cluster, files("api-to-kubelet"), { commonName: "spe:api-to-kubelet" });
  await ensureServerCertificate(etcd, files("etcd"), ip("127.0.0.1"));
  await ensureClientCertificate(etcd, files("api-to-etcd"), { commonName: "kube-apiserver" });
  for (const name of ["cluster", "etcd"] as const) {
    const { certificate } = await ensureAuthority(folder.authority(name));
    await writePrivateFile(files(`${name}-authority`).certificate, certificate.toString());
  }
  await ensureServiceAccountKey(files("service-accounts"));
  for (const client of clients(folder, addresses.node)) {
    await writeKubeconfig(folder, addresses, client.name, client.kubeconfig);
  }
}

/** The key by which the API server signs the tokens of service accounts. */
async function ensureServiceAccountKey(files: { certificate: string; key: string }): Promise<void> {
  if (existsSync(files.key)) return;
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writePrivateFile(files.key, privateKey.export({ type: "sec1", format: "pem" }).toString());
}

async function writeKubeconfig(
  folder: KubernetesFolder,
  { host }: KubernetesAddresses,
  client: ClientName,
  file: string,
): Promise<void> {
  const files = {
    certificate: join(folder.root, "clients", `${client.commonName}.crt`),
    key: join(folder.root, "clients", `${client.commonName}.key`),
  };
  const cluster = folder.authority("cluster");
  await ensureClientCertificate(cluster, files, client);
  const base64 = async (path: string) => (await readFile(path)).toString("base64");
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "sandbox",
        cluster: {
          server: `https://${host.node}:${apiPort}`,
          "certificate-authority-data": await base64(cluster.certificate),
        },
      },
    ],
    users: [
      {
        name: client.commonName,
        user: {
          "client-certificate-data": await base64(files.certificate),
          "client-key-data": await base64(files.key),
        },
      },
    ],
    contexts: [{ name: "sandbox", context: { cluster: "sandbox", user: client.commonName } }],
    "current-context": "sandbox",
  };
  await writePrivateFile(file, `${JSON.stringify(kubeconfig, null, 2)}\n`);
}
