import type * as pulumi from "@pulumi/pulumi";
import type { CloudAccess, CloudCredential } from "../cloud/cloud-access";
import type { CloudSite } from "../cloud/cloud-site";
import type { MachineConnection, SshLogin } from "../cloud/machine-connection";
import type { ProjectGround } from "../cloud/project-ground";
import type { ProjectFacts } from "../five-safes";
import type { ClusterLogin } from "./cluster-login";
import type { KubeOneCni, KubeOnePool } from "./kubeone-plan";

/** What a cluster of KubeOne is made from. */
export interface KubeOneClusterArgs {
  project: ProjectFacts;
  site: CloudSite;
  /**
   * The network that it stands in: with a way to the external network, the lines of `kubeOneAccess`, and egress of the roles
   * `control-plane` and `workers` to the cloud's API and to where packages and images come from.
   */
  ground: ProjectGround;
  /** How the cloud's API is asked when the cluster comes about and when it goes. */
  cloud: CloudAccess;
  /** How the cluster's own controllers work in the OpenStack project; lies in the cluster, so give it one of its own. */
  credential: CloudCredential;
  /** Name, the only one of it in the OpenStack project. @default the project's id and `-cluster` */
  clusterName?: string;
  /** Version of Kubernetes, `1.35.1`; a higher one upgrades, one minor version at a time, first control plane then workers. */
  version: string;
  /** Version of KubeOne, whose program must be there. @default "1.14.0" */
  kubeOneVersion?: string;
  /** Name or path of KubeOne's program. @default "kubeone" */
  program?: string;
  /** The machine that KubeOne runs on. @default the one that Pulumi runs on */
  launcher?: MachineConnection;
  /** Network plugin; either enforces network policies. It stays for as long as the cluster lives. @default "cilium" */
  cni?: KubeOneCni;
  /** Groups of equal workers. */
  pools: KubeOnePool[];
  /** Control-plane machines; an odd number, of which the smaller half may fail. @default 3 */
  controlPlaneMachines?: 1 | 3 | 5;
  /** Their flavor under the site's name. @default the site's medium one */
  controlPlaneFlavor?: string;
  /** Boot volume of each machine; of no meaning where the site lets machines boot from local disks. @default 50 */
  rootDiskGib?: number;
  /** Who reaches the API server from outside the ground; nobody else does. */
  adminCidrs: string[];
  /** How people log in. Another authority of its certificate puts other control-plane machines in place of these. */
  login: ClusterLogin;
  /** The operator's OpenSSH public key, by which KubeOne works on the machines. */
  publicKey: string;
  /** The private key that belongs to it. */
  privateKey: pulumi.Input<string>;
  /** The bastion on the way, which the same key opens. @default none: the machines are reached directly */
  proxy?: SshLogin;
  /** Addresses of pods, private and nobody else's. It stays. @default "10.244.0.0/16" */
  podCidr?: string;
  /** Addresses of services, private and nobody else's. It stays. @default "10.96.0.0/12" */
  serviceCidr?: string;
  /**
   * Whether Pulumi refuses to delete control-plane machines, which together hold the cluster's memory: another image would
   * put others in place of all at once. False only in the step before a destroy.
   * @default true
   */
  protect?: boolean;
  /** Minutes that each machine has to become ready. @default 10 */
  readyMinutes?: number;
}
