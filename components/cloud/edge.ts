import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import { rejectArgs } from "../validation";
import { addressProblem, networkProblem, overlapProblem } from "./address-range";
import { cloudName, projectTags } from "./cloud-names";
import type { CloudSite } from "./cloud-site";
import { type EdgeListener, listenerProblems, poolProtocol } from "./edge-listener";
import { buildGateway } from "./gateway";
import { neighbours, projectIdProblem, siteProblems } from "./ground-problems";
import type { ProjectGround } from "./project-ground";
import { buildProjectNetwork } from "./project-network";

/** What the edge of a project is made from. */
export interface EdgeArgs {
  project: ProjectFacts;
  site: CloudSite;
  /** Where the machines behind the edge stand. Balancers reach them from addresses of the ground's own range. */
  ground: ProjectGround;
  /** Name that people type, `heart.example.org`. @default none: they type the address */
  hostName?: string;
  /** Range of the network between router and balancer: private, /16 to /28. @default "10.0.100.0/28" */
  cidr?: string;
  listeners: EdgeListener[];
  /** A floating address that the OpenStack project has already, as one kept from before. @default a new one is allocated */
  address?: pulumi.Input<string>;
  /** Whether a new address outlives the edge, so that the name's record stays right. @default true */
  keepAddress?: boolean;
  /** Zone in Designate that the name's record goes to; takes a name. @default none: `dnsEntry` says what to ask for */
  zoneId?: pulumi.Input<string>;
}

/** The record that leads a name to an edge. */
export interface DnsEntry {
  name: string;
  type: "A";
  address: string;
}

/** The one way into a project for its people: a balancer in a network of its own, at an address of the site's DMZ. */
export class Edge extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:cloud:Edge";

  /** Address from outside. */
  readonly address: pulumi.Output<string>;
  /** The record that the name needs, whether it is made here or must be asked for; missing where there is no name. */
  readonly dnsEntry?: pulumi.Output<DnsEntry>;

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Edge.__pulumiType, name, {}, opts);
    const { project, site, hostName, cidr = "10.0.100.0/28", listeners, zoneId } = args;
    rejectArgs(`edge "${name}"`, edgeProblems({ ...args, cidr }));

    const part = { project, site, part: "edge" } as const;
    const network = site.dmzNetwork ?? site.externalNetwork;
    const { subnet } = buildProjectNetwork(`${name}-network`, { ...part, cidr }, this);
    const way = { ...part, network, subnetId: subnet.id };
    const { joined } = buildGateway(`${name}-router`, way, { parent: this });
    const balancer = new openstack.loadbalancer.LoadBalancer(
      name,
      {
        name: cloudName(project.id, "edge"),
        vipSubnetId: subnet.id,
        adminStateUp: true,
        tags: projectTags(project, "edge"),
      },
      { parent: this },
    );
    // one thing after another: Octavia changes a balancer in turns, and its database may refuse who asks out of turn
    let previous: pulumi.Resource = balancer;
    for (const listener of listeners)
      previous = this.buildListener(name, args, listener, { balancer, previous });

    this.address =
      args.address === undefined ? this.buildAddress(name, args, network) : pulumi.output(args.address);
    new openstack.networking.FloatingIpAssociate(
      `${name}-association`,
      { floatingIp: this.address, portId: balancer.vipPortId },
      { parent: this, dependsOn: joined },
    );
    if (zoneId !== undefined)
      new openstack.dns.RecordSet(
        `${name}-record`,
        { zoneId, name: `${hostName}.`, type: "A", ttl: 300, records: [this.address] },
        { parent: this },
      );
    if (hostName !== undefined)
      this.dnsEntry = this.address.apply((address) => ({ name: hostName, type: "A" as const, address }));
    this.registerOutputs({ address: this.address, dnsEntry: this.dnsEntry });
  }

  private buildAddress(
    name: string,
    { project, hostName, keepAddress = true }: EdgeArgs,
    pool: string,
  ): pulumi.Output<string> {
    return new openstack.networking.FloatingIp(
      `${name}-address`,
      { pool, description: hostName ?? name, tags: projectTags(project, "edge") },
      { parent: this, retainOnDelete: keepAddress },
    ).address;
  }

  /** @returns what is made last */
  private buildListener(
    name: string,
    { project, ground }: EdgeArgs,
    listener: EdgeListener,
    { balancer, previous }: { balancer: openstack.loadbalancer.LoadBalancer; previous: pulumi.Resource },
  ): pulumi.Resource {
    const { port, protocol, allowedCidrs, members, memberPort } = listener;
    const child = `${name}-${port}`;
    const named = { name: cloudName(project.id, `edge-${port}`) };
    const made = new openstack.loadbalancer.Listener(
      child,
      {
        ...named,
        loadbalancerId: balancer.id,
        protocol,
        protocolPort: port,
        allowedCidrs,
        ...(listener.protocol === "TERMINATED_HTTPS"
          ? { defaultTlsContainerRef: listener.certificate, insertHeaders: forwardedHeaders }
          : {}),
      },
      { parent: this, dependsOn: previous },
    );
    const pool = new openstack.loadbalancer.Pool(
      `${child}-pool`,
      { ...named, listenerId: made.id, protocol: poolProtocol(listener), lbMethod: "ROUND_ROBIN" },
      { parent: this },
    );
    // Octavia removes both with their pool
    const inside = { parent: this, deletedWith: pool };
    const monitor = new openstack.loadbalancer.Monitor(
      `${child}-monitor`,
      { ...named, poolId: pool.id, type: "TCP", delay: 5, timeout: 3, maxRetries: 3 },
      inside,
    );
    return new openstack.loadbalancer.Members(
      `${child}-members`,
      {
        poolId: pool.id,
        members: Object.entries(members).map(([it, address]) => ({
          name: it,
          address,
          protocolPort: memberPort,
          subnetId: ground.subnetId,
        })),
      },
      { ...inside, dependsOn: monitor },
    );
  }
}

/** What a service must know to make links: who asked, by https, at which port. */
const forwardedHeaders = {
  "X-Forwarded-For": "true",
  "X-Forwarded-Port": "true",
  "X-Forwarded-Proto": "true",
};

function edgeProblems(args: EdgeArgs & { cidr: string }): Record<string, string | undefined> {
  const { project, site, ground, hostName, cidr, listeners, address, zoneId } = args;
  return {
    "project.id": projectIdProblem(project.id),
    ...siteProblems(site),
    hostName:
      hostName === undefined
        ? zoneId && "must be given where its record is to be made"
        : hostNameProblem(hostName),
    cidr: networkProblem(cidr, [16, 28]) ?? overlapProblem(cidr, [ground.cidr, ...neighbours(site)]),
    ...listenerProblems(listeners),
    // one that the program itself makes is not known yet
    address: typeof address === "string" ? addressProblem(address) : undefined,
  };
}

const hostNameProblem = (name: string): string | undefined =>
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(name)
    ? undefined
    : `must be a full name in lower case such as "heart.example.org", got "${name}"`;
