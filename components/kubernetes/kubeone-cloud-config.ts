import type { KubeOnePlace } from "./kubeone-plan";

/**
 * What the cloud controller and the volume driver read (cloud-provider-openstack, "Config openstack-cloud-controller-manager").
 * Subnet and floating network are named: of several, the controller takes any, or none.
 */
export const cloudConfigText = ({ cloud, network }: KubeOnePlace): string =>
  section("Global", {
    "auth-url": cloud.authUrl,
    region: cloud.region,
    "application-credential-id": cloud.applicationCredentialId,
    "application-credential-secret": cloud.applicationCredentialSecret,
  }) +
  section("LoadBalancer", {
    "subnet-id": network.subnetId,
    "floating-network-id": network.floatingNetworkId,
    "create-monitor": true,
  }) +
  section("BlockStorage", { "ignore-volume-az": true });

const section = (name: string, settings: Record<string, string | boolean>): string =>
  `[${name}]\n${Object.entries(settings)
    .map(([key, value]) => `${key}=${typeof value === "string" ? quoted(key, value) : value}\n`)
    .join("")}\n`;

/** As gcfg, which reads the file, takes a text. @throws Error for one of several lines, without it */
function quoted(key: string, value: string): string {
  if (/[\r\n\0]/.test(value)) throw new Error(`${key} must be one line`);
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
