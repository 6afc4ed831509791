/** A cluster of KubeOne for specs: what people decide, and what a cloud would tell. */
import type { KubeOnePlace, KubeOnePlan } from "../../components/kubernetes/kubeone-plan";
import { heart } from "../components/cloud/heart";
import { hostKey, publicKey } from "../components/cloud/keys";

export const plan: KubeOnePlan = {
  project: heart,
  clusterName: "heart-cluster",
  version: "1.34.1",
  cni: "cilium",
  mtu: 1450,
  podCidr: "10.244.0.0/16",
  serviceCidr: "10.96.0.0/12",
  workers: {
    pools: [
      { name: "compute", replicas: 2, flavor: "de.NBI large", labels: { "example.org/for": "tasks" } },
      { name: "services", replicas: 1, flavor: "de.NBI default" },
    ],
    image: "Ubuntu-24.04",
    securityGroups: ["heart-workers"],
    publicKey,
    rootVolume: { sizeGib: 50, type: "LUKS" },
  },
  volumeType: "LUKS",
};

/** A private key's form; it is none. */
const privateKey = [
  "-----BEGIN OPENSSH PRIVATE KEY-----",
  "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW",
  "QyNTUxOQAAACDVjmgDM7y4a1BEX3tXzZss5Yv5",
  "-----END OPENSSH PRIVATE KEY-----",
  "",
].join("\n");

export const place: KubeOnePlace = {
  hosts: [1, 2, 3].map((at) => ({
    name: `heart-cluster-control-plane-${at}`,
    address: `10.20.0.1${at}`,
    hostKey,
  })),
  ssh: { user: "spe", privateKey, bastion: { host: "198.18.0.60", user: "spe", hostKey } },
  api: { address: "10.20.0.5", publicAddress: "198.18.0.61" },
  cloud: {
    authUrl: "https://keystone.example.org:5000/v3",
    region: "Sandbox",
    applicationCredentialId: "credential-id",
    applicationCredentialSecret: "credential-secret-71c3",
    certificateAuthority: "",
  },
  network: {
    networkId: "network-7",
    subnetId: "subnet-7",
    floatingNetworkId: "public-7",
    serverGroupId: "group-7",
  },
  login: {
    issuer: "https://login.example.org/realms/heart",
    clientId: "heart-cluster",
    claimPrefix: "oidc:heart:",
  },
};

/** What of it is secret, as a test looks for it. */
export const secretsOf = ({ cloud, ssh }: KubeOnePlace): string[] => [
  cloud.applicationCredentialSecret,
  ssh.privateKey.split("\n")[1] ?? "",
];
