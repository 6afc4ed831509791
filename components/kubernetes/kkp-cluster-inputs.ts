import type { KkpPool } from "./kkp-cluster-args";

/** What the dynamic resource of a cluster is made from; flat, as its state is, and empty where nothing is given. */
export interface KkpInputs {
  /** KKP's address without a slash at its end. */
  apiUrl: string;
  token: string;
  certificateAuthority: string;
  projectId: string;
  clusterName: string;
  dc: string;
  applicationCredentialId: string;
  applicationCredentialSecret: string;
  floatingIpPool: string;
  /** Name of the network. */
  network: string;
  subnetId: string;
  routerId: string;
  version: string;
  cniType: string;
  cniVersion: string;
  pools: Required<KkpPool>[];
  sshKeys: string[];
  apiServerAllowedRanges: string[];
  nodePortsAllowedRanges: string[];
  auditPolicy: string;
  issuer: string;
  clientId: string;
  /** What names of the issuer's people and groups begin with. */
  claimPrefix: string;
  labels: Record<string, string>;
  readyMinutes: number;
}

/** Which of them are secret. */
export const secretInputs = ["token", "applicationCredentialSecret"] as const satisfies (keyof KkpInputs)[];

/** The inputs and what came of them; empty while the cluster is not ready. */
export interface KkpOutputs extends KkpInputs {
  /** Of an administrator of the cluster. */
  kubeconfig: string;
  apiEndpoint: string;
  networkId: string;
  /** The workers' subnet, in which balancers have their members. */
  workerSubnetId: string;
}

/** KKP refuses to change these, or has the cluster named by them. */
export const identity = [
  "projectId",
  "clusterName",
  "dc",
  "floatingIpPool",
  "network",
  "subnetId",
  "routerId",
  "cniType",
] as const satisfies (keyof KkpInputs)[];
