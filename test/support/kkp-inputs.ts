/** A cluster of project `heart` in KKP as the dynamic resource is told of it. */
import type { KkpInputs } from "../../components/kubernetes/kkp-cluster-inputs";

/** A pool of three workers. */
export const pool: KkpInputs["pools"][number] = {
  name: "compute",
  replicas: 3,
  flavor: "de.NBI default",
  image: "Ubuntu-24.04",
  diskGib: 0,
  labels: {},
};

/** One that is closed, logged and bound to the realm; nothing that optionally may be is said. */
export const closedCluster: KkpInputs = {
  apiUrl: "https://kkp.example.org",
  token: "token",
  certificateAuthority: "",
  projectId: "x7k2m9q4zt",
  clusterName: "heart-cluster",
  dc: "Berlin",
  applicationCredentialId: "credential-id",
  applicationCredentialSecret: "credential-secret-71c3",
  floatingIpPool: "public",
  network: "",
  subnetId: "",
  routerId: "",
  version: "1.34.2",
  cniType: "cilium",
  cniVersion: "",
  pools: [pool],
  sshKeys: [],
  apiServerAllowedRanges: ["192.0.2.0/24"],
  nodePortsAllowedRanges: ["192.168.1.0/24"],
  auditPolicy: "recommended",
  issuer: "https://login.example.org/realms/heart",
  clientId: "heart-cluster",
  claimPrefix: "oidc:heart:",
  labels: { "spe.project": "heart", "spe.role": "cluster" },
  readyMinutes: 1,
};
