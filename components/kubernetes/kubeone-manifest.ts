import { groupsClaim, userClaim } from "./cluster-login";
import { cloudConfigText } from "./kubeone-cloud-config";
import { apiPort, type KubeOnePlace, type KubeOnePlan } from "./kubeone-plan";
import { yamlText } from "./kubeone-yaml";

/** Where the manifest finds what lies beside it. */
export const auditPolicyFile = "audit-policy.yaml";
export const addonsFolder = "addons";

/** Bytes that packets between nodes carry beside a pod's (RFC 7348, section 5). */
const vxlanBytes = 50;

/**
 * Suites of TLS 1.2 with forward secrecy and authenticated encryption (BSI TR-02102-2); those of TLS 1.3 are not for
 * Go's servers to choose. Etcd takes no other names than the API server.
 */
const cipherSuites = [
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
];

/** `kubeone.yaml`: how the cluster is made (kubermatic/kubeone, pkg/apis/kubeone/v1beta2/types.go). It holds a secret. */
export function manifestText(plan: KubeOnePlan, place: KubeOnePlace): string {
  const { clusterName, version, cni, mtu, podCidr, serviceCidr } = plan;
  const { certificateAuthority } = place.cloud;
  return yamlText({
    apiVersion: "kubeone.k8c.io/v1beta2",
    kind: "KubeOneCluster",
    name: clusterName,
    versions: { kubernetes: version },
    cloudProvider: { openstack: {}, external: true, cloudConfig: cloudConfigText(place) },
    apiEndpoint: {
      host: place.api.address,
      port: apiPort,
      alternativeNames: [place.api.publicAddress],
    },
    containerRuntime: { containerd: {} },
    clusterNetwork: {
      podSubnet: podCidr,
      serviceSubnet: serviceCidr,
      cni: cni === "canal" ? { canal: { mtu: mtu - vxlanBytes } } : { cilium: { enableHubble: false } },
    },
    ...(certificateAuthority === "" ? {} : { caBundle: certificateAuthority }),
    features: {
      openidConnect: {
        enable: true,
        config: {
          issuerUrl: place.login.issuer,
          clientId: place.login.clientId,
          usernameClaim: userClaim,
          usernamePrefix: place.login.claimPrefix,
          groupsClaim,
          groupsPrefix: place.login.claimPrefix,
        },
      },
      encryptionProviders: { enable: true },
      staticAuditLog: {
        enable: true,
        config: {
          policyFilePath: auditPolicyFile,
          logPath: "/var/log/kubernetes/audit.log",
          logMaxAge: 365,
          logMaxBackup: 20,
          logMaxSize: 100,
        },
      },
    },
    machineController: { deploy: true },
    operatingSystemManager: { deploy: true },
    addons: { enable: true, path: addonsFolder, addons: [{ name: "default-storage-class" }] },
    tlsCipherSuites: { apiServer: cipherSuites, etcd: cipherSuites, kubelet: cipherSuites },
  });
}
