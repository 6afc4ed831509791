import type * as pulumi from "@pulumi/pulumi";
import type { CloudSite } from "../cloud/cloud-site";
import type { ProjectFacts } from "../five-safes";

/** What a service with an address of its own is made from. */
export type PublicLoadBalancerArgs = {
  project: ProjectFacts;
  /** Namespace of the pods. */
  namespace: pulumi.Input<string>;
  /** Labels of the pods that it leads to; they ask everybody for a login. */
  pods: Record<string, string>;
  /** Port at the pods. */
  podPort: number;
  /** Name that people type, `tes.heart.example`. */
  hostName: string;
  /** Who may reach it: IPv4 ranges, never everybody. At least one. */
  sourceRanges: string[];
  /**
   * Reference of a certificate with its key in Barbican, by which TLS ends at the balancer; see `EdgeCertificate`. Octavia fetches it as
   * whoever makes the balancer, which Keystone allows to none that logged in by an application credential: it takes a cluster whose
   * cloud controller has a password.
   * @default TLS ends at the pods
   */
  certificate?: pulumi.Input<string>;
  /** A certificate for pods at which TLS ends. @default somebody gives them one */
  issued?: IssuedCertificate;
  /** Whether pods at which TLS ends are told who asks; their server must expect the PROXY protocol. @default they are not */
  proxyProtocol?: "v1" | "v2";
  /** A floating address that the OpenStack project has already, as one kept from before. @default a new one is allocated */
  address?: string;
  /** Whether a new address outlives the service, so that the name's record stays right. @default true */
  keepAddress?: boolean;
} & BalancerPlace;

/** How pods that show their certificate themselves get one. */
export interface IssuedCertificate {
  /**
   * ClusterIssuer of cert-manager that fills the Secret by ACME and renews it. It proves the name by DNS-01: by HTTP, the authority
   * would have to reach the pods from anywhere.
   */
  clusterIssuer: string;
  /** Secret of the namespace with `tls.crt` and `tls.key`, which the pods mount. */
  secretName: string;
}

/** Where the balancer stands, and which external network its address is of. */
export type BalancerPlace =
  | {
      /** Name of the external network of a new address, `public` or `dmz-ext`. */
      floatingPool: string;
      /** Its id. The cloud controller must be told: where there are several external networks, it would make nothing (kubermatic#12905). */
      floatingNetworkId: pulumi.Input<string>;
      /** Subnet of the balancer; named, since of several that match the cloud controller takes any (cloud-provider-openstack#2638). */
      subnetId: pulumi.Input<string>;
      /** Subnet of the workers. @default the balancer's */
      memberSubnetId?: pulumi.Input<string>;
    }
  | {
      /** A network of the balancer's own, with a router to the site's DMZ. */
      dmz: {
        site: CloudSite;
        /** Its range: private, /16 to /28. @default "10.0.100.0/28" */
        cidr?: string;
      };
      /** Subnet of the workers. */
      memberSubnetId: pulumi.Input<string>;
    };
