import type * as pulumi from "@pulumi/pulumi";
import type { PublicLoadBalancerArgs } from "./public-load-balancer-args";

/** What the cloud controller manager reads from a service (kubernetes/cloud-provider-openstack, `pkg/openstack/loadbalancer.go`). */
export interface BalancerAnnotations {
  "floating-network-id": pulumi.Input<string>;
  "subnet-id": pulumi.Input<string>;
  "member-subnet-id": pulumi.Input<string>;
  /** Else the address goes with the service. */
  "keep-floatingip": "true";
  "enable-health-monitor": "true";
  "health-monitor-delay": string;
  "health-monitor-timeout": string;
  "health-monitor-max-retries": string;
  "default-tls-container-ref"?: pulumi.Input<string>;
  "x-forwarded-for"?: "true";
  "proxy-protocol"?: "v1" | "v2";
}

/** Ids of where the balancer stands. */
export interface PlaceIds {
  floatingNetworkId: pulumi.Input<string>;
  subnetId: pulumi.Input<string>;
  memberSubnetId: pulumi.Input<string>;
}

/** What the cloud controller manager is told about a balancer; nothing is left for it to choose. */
export function balancerAnnotations(
  args: PublicLoadBalancerArgs,
  { floatingNetworkId, subnetId, memberSubnetId }: PlaceIds,
): Record<string, pulumi.Input<string>> {
  const values: BalancerAnnotations = {
    "floating-network-id": floatingNetworkId,
    "subnet-id": subnetId,
    "member-subnet-id": memberSubnetId,
    "keep-floatingip": "true",
    "enable-health-monitor": "true",
    "health-monitor-delay": "5",
    "health-monitor-timeout": "3",
    "health-monitor-max-retries": "3",
    ...tls(args),
  };
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`loadbalancer.openstack.org/${key}`, value]),
  );
}

/** Who asks, the balancer says in HTTP where it reads that, else before it. */
function tls({ certificate, proxyProtocol }: PublicLoadBalancerArgs): Partial<BalancerAnnotations> {
  if (certificate !== undefined)
    return { "default-tls-container-ref": certificate, "x-forwarded-for": "true" };
  return proxyProtocol === undefined ? {} : { "proxy-protocol": proxyProtocol };
}
