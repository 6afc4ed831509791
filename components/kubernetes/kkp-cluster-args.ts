import type * as pulumi from "@pulumi/pulumi";
import type { CloudCredential } from "../cloud/cloud-access";
import type { ProjectFacts } from "../five-safes";
import type { ClusterLogin } from "./cluster-login";

/** What a cluster of the Kubermatic Kubernetes Platform (KKP) is made from. */
export interface KkpClusterArgs {
  project: ProjectFacts;
  /** Address of KKP without a path, `https://kkp.example.org`. */
  apiUrl: string;
  /** Token of a service account in KKP's group `editors` or `projectmanagers`; a viewer's makes no cluster. */
  token: pulumi.Input<string>;
  /** PEM of the private CA that signed KKP's certificate. @default the authorities that Node knows */
  certificateAuthority?: string;
  /** Id of the project in KKP, ten letters and digits in the addresses of its dashboard. */
  projectId: string;
  /** Name, the only one of it in KKP's project. @default the project's id and `-cluster` */
  clusterName?: string;
  /** Name of KKP's datacenter. */
  dc: string;
  /** How KKP works in the OpenStack project that the cluster stands in. */
  credential: CloudCredential;
  /** External network of the cluster's router and balancers. */
  floatingIpPool: string;
  /**
   * The network of the workers: named with its subnet, because of several subnets the cloud controller takes any.
   * @default KKP makes one, with subnet and router
   */
  network?: {
    /** Name of the network, as KKP asks for it. */
    name: pulumi.Input<string>;
    subnetId: pulumi.Input<string>;
    /** @default the router that the subnet has, or one that KKP makes */
    routerId?: pulumi.Input<string>;
  };
  /** Version of Kubernetes, `1.35.1`; a higher one upgrades, one minor version at a time, first control plane then workers. */
  version: string;
  /** Network plugin; either enforces network policies. @default Cilium in the version that KKP prefers */
  cni?: { type: (typeof cniTypes)[number]; version?: string };
  /** Groups of equal workers. */
  pools: KkpPool[];
  /** Ids of SSH keys in KKP's project, which let in to the workers. @default none */
  sshKeys?: string[];
  /** Who reaches the API server, of which the balancer in front of it lets in no other. */
  apiServerAllowedRanges: string[];
  /**
   * Who reaches the workers' NodePorts. Octavia's balancers ask from the workers' subnet: where it is your own, list it.
   * @default the subnet that KKP makes, of your own network nobody
   */
  nodePortsAllowedRanges?: string[];
  /** KKP's set of rules for what the audit log holds; there always is one. @default recommended */
  auditPolicy?: (typeof auditPolicies)[number];
  /** How people log in; KKP's own list of authorities must hold the issuer's, for it takes none with the cluster. */
  login: ClusterLogin;
  /** Minutes that a cluster has to become ready, and to be gone. @default 25 */
  readyMinutes?: number;
}

/** Equal workers, which KKP replaces where one fails. */
export interface KkpPool {
  /** Name of the machine deployment. */
  name: string;
  /** Number of workers. */
  replicas: number;
  /** Flavor under the site's name. */
  flavor: string;
  /** Name of an Ubuntu image. */
  image: string;
  /** Size of a boot volume. @default the flavor's own disk */
  diskGib?: number;
  /** Labels of the nodes. @default none */
  labels?: Record<string, string>;
}

/** Network plugins of KKP that enforce network policies. */
export const cniTypes = ["cilium", "canal"] as const;

/** KKP's sets of audit rules. */
export const auditPolicies = ["recommended", "metadata", "minimal"] as const;
