import * as kubernetes from "@pulumi/kubernetes";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { projectTags } from "../cloud/cloud-names";
import type { DnsEntry } from "../cloud/edge";
import { buildGateway } from "../cloud/gateway";
import { buildProjectNetwork } from "../cloud/project-network";
import { rejectArgs } from "../validation";
import { objectLabels } from "./object-labels";
import { balancerAnnotations, type PlaceIds } from "./public-load-balancer-annotations";
import type { IssuedCertificate, PublicLoadBalancerArgs } from "./public-load-balancer-args";
import { dmzRange, loadBalancerProblems } from "./public-load-balancer-problems";

const port = 443;

/** Where a balancer stands. */
interface Place extends PlaceIds {
  /** Name of the external network that its address is of. */
  floatingPool: string;
  /** What must be there for its address to lead to it. */
  joined: pulumi.Resource[];
}

/**
 * A way from outside to a service on the cluster: a balancer of Octavia that the cloud controller manager makes, at an address
 * that stays, with TLS, for the ranges that are named (kubernetes/cloud-provider-openstack, expose-applications-using-loadbalancer-type-service).
 */
export class PublicLoadBalancer extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:kubernetes:PublicLoadBalancer";

  /** Address from outside, once the balancer answers there. */
  readonly address: pulumi.Output<string>;
  /** The record that the name needs, to ask for. */
  readonly dnsEntry: pulumi.Output<DnsEntry>;

  constructor(name: string, args: PublicLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PublicLoadBalancer.__pulumiType, name, {}, opts);
    const { project, namespace, pods, podPort, hostName, sourceRanges } = args;
    rejectArgs(`load balancer "${name}"`, loadBalancerProblems(args));

    const place = this.buildPlace(name, args);
    const address =
      args.address === undefined
        ? this.buildAddress(name, args, place.floatingPool)
        : pulumi.output(args.address);
    if (args.issued !== undefined) this.buildCertificate(name, args, args.issued);
    const service = new kubernetes.core.v1.Service(
      name,
      {
        metadata: {
          name: "public",
          namespace,
          labels: objectLabels(project, "edge"),
          annotations: balancerAnnotations(args, place),
        },
        spec: {
          type: "LoadBalancer",
          // an address that is there is attached; one that is not, the cloud controller would try to make
          loadBalancerIP: address,
          loadBalancerSourceRanges: sourceRanges,
          selector: pods,
          ports: [{ name: "https", port, targetPort: podPort, protocol: "TCP" }],
        },
      },
      // the balancer goes before the network that it stands in, which it would block
      { parent: this, dependsOn: place.joined, customTimeouts: { create: "10m", delete: "10m" } },
    );

    this.address = service.status.apply(
      ({ loadBalancer } = {} as kubernetes.types.output.core.v1.ServiceStatus) =>
        loadBalancer?.ingress?.[0]?.ip ?? "",
    );
    this.dnsEntry = address.apply((found) => ({ name: hostName, type: "A" as const, address: found }));
    this.registerOutputs({ address: this.address, dnsEntry: this.dnsEntry });
  }

  /** The place that is given, or one of its own at the site's DMZ. */
  private buildPlace(name: string, args: PublicLoadBalancerArgs): Place {
    if (!("dmz" in args))
      return { ...args, memberSubnetId: args.memberSubnetId ?? args.subnetId, joined: [] };
    const { project, memberSubnetId } = args;
    const { site, cidr = dmzRange } = args.dmz;
    const part = { project, site, part: "edge" } as const;
    const floatingPool = site.dmzNetwork ?? site.externalNetwork;
    const { subnet } = buildProjectNetwork(`${name}-network`, { ...part, cidr }, this);
    const way = { ...part, network: floatingPool, subnetId: subnet.id };
    const { joined } = buildGateway(`${name}-router`, way, { parent: this });
    const external = { name: floatingPool, external: true };
    return {
      floatingPool,
      floatingNetworkId: openstack.networking.getNetworkOutput(external, { parent: this }).id,
      subnetId: subnet.id,
      memberSubnetId,
      joined: [joined],
    };
  }

  private buildAddress(
    name: string,
    { project, hostName, keepAddress = true }: PublicLoadBalancerArgs,
    pool: string,
  ): pulumi.Output<string> {
    return new openstack.networking.FloatingIp(
      `${name}-address`,
      { pool, description: hostName, tags: projectTags(project, "edge") },
      { parent: this, retainOnDelete: keepAddress },
    ).address;
  }

  /** Asks cert-manager for the certificate of the pods. */
  private buildCertificate(
    name: string,
    { project, namespace, hostName }: PublicLoadBalancerArgs,
    { secretName, clusterIssuer }: IssuedCertificate,
  ): void {
    new kubernetes.apiextensions.CustomResource(
      `${name}-certificate`,
      {
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: { name: "public", namespace, labels: objectLabels(project, "edge") },
        spec: {
          secretName,
          dnsNames: [hostName],
          issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: clusterIssuer },
          privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        },
      },
      { parent: this },
    );
  }
}
