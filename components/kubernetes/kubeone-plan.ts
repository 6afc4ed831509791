import type { ProjectFacts } from "../five-safes";

/** What people decide about a cluster; plain, so that all of it is judged before anything is made. */
export interface KubeOnePlan {
  project: ProjectFacts;
  clusterName: string;
  /** Version of Kubernetes, `1.35.1`. */
  version: string;
  cni: KubeOneCni;
  /** Largest packet between machines in bytes. */
  mtu: number;
  /** Addresses of pods. */
  podCidr: string;
  /** Addresses of services. */
  serviceCidr: string;
  workers: {
    pools: KubeOnePool[];
    /** Name of their image. */
    image: string;
    /** Names of their security groups. */
    securityGroups: string[];
    /** OpenSSH public key that lets in. */
    publicKey: string;
    /** Root volume, where they do not boot from the hypervisor's encrypted disks. */
    rootVolume?: { sizeGib: number; type: string };
    availabilityZone?: string;
  };
  /** Volume type of persistent volumes; one that encrypts. */
  volumeType: string;
}

/** What other resources make or tell. */
export interface KubeOnePlace {
  /** Control-plane machines; the first is the one that starts the cluster. */
  hosts: { name: string; address: string; hostKey: string }[];
  ssh: {
    user: string;
    privateKey: string;
    /** The way in, which the same key opens. */
    bastion?: { host: string; user: string; hostKey: string };
  };
  api: {
    /** Address at which machines of the cluster ask the API server. */
    address: string;
    /** Address at which everybody else does. */
    publicAddress: string;
  };
  cloud: {
    /** Address of Keystone, `https://cloud.example.org:5000/v3`. */
    authUrl: string;
    region: string;
    applicationCredentialId: string;
    applicationCredentialSecret: string;
    /** PEM of the private CA that signed the API's certificate; empty where there is none. */
    certificateAuthority: string;
  };
  network: {
    networkId: string;
    subnetId: string;
    /** Network that public addresses of balancers come from. */
    floatingNetworkId: string;
    /** Group of servers that Nova keeps on different hosts. */
    serverGroupId: string;
  };
  /** `claimPrefix` is what names of the issuer's people and groups begin with. */
  login: { issuer: string; clientId: string; claimPrefix: string };
}

/** Network plugins of KubeOne that enforce network policies. */
export const kubeOneCnis = ["cilium", "canal"] as const;

/** One of them. */
export type KubeOneCni = (typeof kubeOneCnis)[number];

/** Equal workers, which the cluster's machine controller replaces where one fails. */
export interface KubeOnePool {
  name: string;
  /** Number of workers. A pool is given up in two steps, 0 first, then left out; its machine deployment stays, empty. */
  replicas: number;
  /** Flavor under the site's name. */
  flavor: string;
  /** Labels of the nodes. @default none */
  labels?: Record<string, string>;
}

/** Port of API servers, and of the balancer in front of them. */
export const apiPort = 6443;
