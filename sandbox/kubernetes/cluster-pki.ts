import { generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type CertificateFiles,
  type ClientName,
  ensureAuthority,
  ensureClientCertificate,
  ensureServerCertificate,
  type ServerName,
} from "../certificates";
import { writePrivateFile } from "../private-file";
import { clusterNetworks } from "./addresses";
import type { ClusterFolder } from "./cluster-folder";

/** Who speaks with the API server, and where its credentials lie. */
export interface ClusterClient {
  name: ClientName;
  kubeconfig: string;
}

/** Whom a control plane's certificates are for. */
export interface ClusterParties {
  /** Address of the API server, `https://198.18.3.2:6443`. */
  apiUrl: string;
  clients: ClusterClient[];
}

export const dns = (...names: string[]): ServerName[] => names.map((value) => ({ type: "dns", value }));
const ip = (...addresses: string[]): ServerName[] => addresses.map((value) => ({ type: "ip", value }));

/** A certificate of the cluster and its key, by their name. */
export const pkiFiles = ({ configuration }: ClusterFolder, name: string): CertificateFiles => ({
  certificate: join(configuration, "pki", `${name}.crt`),
  key: join(configuration, "pki", `${name}.key`),
});

/** Makes what is missing of a control plane's certificates, keys and credentials, and what ends soon. */
export async function ensureClusterPki(
  folder: ClusterFolder,
  { apiUrl, clients }: ClusterParties,
): Promise<void> {
  const files = (name: string) => pkiFiles(folder, name);
  const cluster = folder.authority("cluster");
  const etcd = folder.authority("etcd");
  await ensureServerCertificate(cluster, files("api"), [
    ...dns("kubernetes", "kubernetes.default", "kubernetes.default.svc"),
    ...ip(new URL(apiUrl).hostname, clusterNetworks.api),
  ]);
  await ensureServerCertificate(etcd, files("etcd"), ip("127.0.0.1"));
  await ensureClientCertificate(etcd, files("api-to-etcd"), { commonName: "kube-apiserver" });
  for (const name of ["cluster", "etcd"] as const) {
    const { certificate } = await ensureAuthority(folder.authority(name));
    await writePrivateFile(files(`${name}-authority`).certificate, certificate.toString());
  }
  await ensureServiceAccountKey(files("service-accounts"));
  for (const client of clients) await writeKubeconfig(folder, apiUrl, client);
}

/** The key by which the API server signs the tokens of service accounts. */
async function ensureServiceAccountKey(files: { certificate: string; key: string }): Promise<void> {
  if (existsSync(files.key)) return;
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writePrivateFile(files.key, privateKey.export({ type: "sec1", format: "pem" }).toString());
}

async function writeKubeconfig(
  folder: ClusterFolder,
  server: string,
  { name: client, kubeconfig: file }: ClusterClient,
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
          server,
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
