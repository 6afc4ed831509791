import { clusterNetworks } from "./addresses";

/** A program and the options that it is run with. */
export interface Component {
  title: string;
  program: string;
  options: Record<string, string>;
}

export type ControlPlaneName = "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler";

/** Where a control plane's programs lie, what they read and write, and where they listen; paths are those that they see. */
export interface ControlPlanePlace {
  /** Folder of the programs. */
  programs: string;
  /** Folder of certificates, credentials and configuration. */
  configuration: string;
  /** Address of the API server; the others listen on loopback, or not at all. */
  address: string;
  ports: { api: number; etcd: number; etcdPeers: number };
  etcdData: string;
  auditLog: string;
}

/** The name that the API server gives its own, in the tokens of service accounts. */
const serviceAccountIssuer = "https://kubernetes.default.svc";

/** Options as a command line has them. */
export const given = (options: Record<string, string>): string[] =>
  Object.entries(options).map(([option, value]) => `--${option}=${value}`);

/** The programs of a control plane, whatever its nodes are. */
export function controlPlaneComponents(place: ControlPlanePlace): Record<ControlPlaneName, Component> {
  const { programs, address, ports, etcdData, auditLog } = place;
  const configuration = (name: string): string => `${place.configuration}/${name}`;
  const pki = (name: string): string => configuration(`pki/${name}`);
  const etcdUrl = `https://127.0.0.1:${ports.etcd}`;
  const peersUrl = `https://127.0.0.1:${ports.etcdPeers}`;
  return {
    etcd: {
      title: "etcd",
      program: `${programs}/etcd`,
      options: {
        "data-dir": etcdData,
        "listen-client-urls": etcdUrl,
        "advertise-client-urls": etcdUrl,
        // there are no peers, and nobody without a certificate may be one
        "listen-peer-urls": peersUrl,
        "initial-advertise-peer-urls": peersUrl,
        "initial-cluster": `default=${peersUrl}`,
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
      program: `${programs}/kube-apiserver`,
      options: {
        "bind-address": address,
        "advertise-address": address,
        "secure-port": String(ports.api),
        "tls-cert-file": pki("api.crt"),
        "tls-private-key-file": pki("api.key"),
        "tls-min-version": "VersionTLS12",
        "etcd-servers": etcdUrl,
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
        "audit-log-path": auditLog,
        "audit-log-maxsize": "50",
        "audit-log-maxbackup": "2",
        "service-account-issuer": serviceAccountIssuer,
        "service-account-key-file": pki("service-accounts.key"),
        "service-account-signing-key-file": pki("service-accounts.key"),
        "service-cluster-ip-range": clusterNetworks.services,
        "allow-privileged": "true",
        profiling: "false",
      },
    },
    "kube-controller-manager": {
      title: "controller manager",
      program: `${programs}/kube-controller-manager`,
      options: {
        ...asItself(configuration("kube-controller-manager.kubeconfig")),
        "root-ca-file": pki("cluster-authority.crt"),
        "service-account-private-key-file": pki("service-accounts.key"),
        "use-service-account-credentials": "true",
      },
    },
    "kube-scheduler": {
      title: "scheduler",
      program: `${programs}/kube-scheduler`,
      options: asItself(configuration("kube-scheduler.kubeconfig")),
    },
  };
}

const asItself = (kubeconfig: string): Record<string, string> => ({
  kubeconfig,
  "authentication-kubeconfig": kubeconfig,
  "authorization-kubeconfig": kubeconfig,
  "bind-address": "127.0.0.1",
  "leader-elect": "false",
  profiling: "false",
});
