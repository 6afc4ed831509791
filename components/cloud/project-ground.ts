import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import { rejectArgs } from "../validation";
import { type AccessLine, type EgressLine, rolesOf } from "./access-line";
import { cloudName, projectTags } from "./cloud-names";
import type { CloudSite } from "./cloud-site";
import { buildGateway } from "./gateway";
import { groundProblems } from "./ground-problems";
import { buildProjectNetwork } from "./project-network";
import { type SecurityRule, securityRules } from "./security-rules";

/** What the ground of a project is made from. */
export interface ProjectGroundArgs {
  project: ProjectFacts;
  site: CloudSite;
  /** Addresses of the machines: a private IPv4 range of /16 to /28 without host bits, `10.20.0.0/24`. */
  cidr: string;
  /** Who may reach which port of which role; nothing else is open. */
  access: AccessLine[];
  /** What machines may reach outside; their roles may ask the site's resolvers too. @default none, and no way out */
  egress?: EgressLine[];
  /** Roles of machines; lines may name no other. @default those that the lines name */
  roles?: string[];
  /**
   * Whether floating addresses may lead to the machines, as to a bastion's: that takes a way to the external network
   * even where nothing is let out.
   * @default false
   */
  floatingAddresses?: boolean;
}

/** The network that a project's machines stand in: closed, but for what its tables open from role to role. */
export class ProjectGround extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:cloud:ProjectGround";

  /** The project whose ground it is. */
  readonly project: ProjectFacts;
  /** Addresses of the machines. */
  readonly cidr: string;
  readonly networkId: pulumi.Output<string>;
  readonly subnetId: pulumi.Output<string>;
  /** The router, where there is a way out or in. */
  readonly routerId?: pulumi.Output<string>;
  /** Group of servers whose members Nova keeps on different hosts where it can. */
  readonly serverGroupId: pulumi.Output<string>;

  private readonly groups: ReadonlyMap<string, openstack.networking.SecGroup>;

  constructor(name: string, args: ProjectGroundArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ProjectGround.__pulumiType, name, {}, opts);
    const { project, site, cidr, access, egress = [], floatingAddresses = false } = args;
    const { roles = rolesOf(access, egress) } = args;
    rejectArgs(`ground "${name}"`, groundProblems(args));

    const part = { project, site, part: "ground" } as const;
    const { network, subnet } = buildProjectNetwork(name, { ...part, cidr }, this);
    if (egress.length > 0 || floatingAddresses) {
      const out = { ...part, network: site.externalNetwork, subnetId: subnet.id };
      this.routerId = buildGateway(`${name}-router`, out, { parent: this }).routerId;
    }
    const servers = { name: cloudName(project.id, "ground"), policies: ["soft-anti-affinity"] };
    const serverGroup = new openstack.compute.ServerGroup(`${name}-servers`, servers, { parent: this });
    this.groups = new Map(roles.map((role) => [role, this.buildGroup(name, project, role)]));
    for (const rule of securityRules(access, egress, site.resolvers)) this.buildRule(name, rule);

    this.project = project;
    this.cidr = cidr;
    this.networkId = network.id;
    this.subnetId = subnet.id;
    this.serverGroupId = serverGroup.id;
    this.registerOutputs({ networkId: this.networkId, subnetId: this.subnetId });
  }

  /**
   * Id of the security group of a role's machines.
   * @throws Error for a role that the ground does not have
   */
  groupId(role: string): pulumi.Output<string> {
    return this.groupOf(role).id;
  }

  private groupOf(role: string): openstack.networking.SecGroup {
    const group = this.groups.get(role);
    if (group === undefined)
      throw new Error(`the ground has the roles ${[...this.groups.keys()].join(", ")}, not "${role}"`);
    return group;
  }

  private buildGroup(name: string, project: ProjectFacts, role: string): openstack.networking.SecGroup {
    return new openstack.networking.SecGroup(
      `${name}-${role}`,
      {
        name: cloudName(project.id, role),
        description: `machines with the role ${role} of project ${project.id}`,
        // Neutron begins with rules that let out everything
        deleteDefaultRules: true,
        tags: projectTags(project, role),
      },
      { parent: this },
    );
  }

  private buildRule(name: string, rule: SecurityRule): void {
    const { direction, ethertype, protocol, remote, why } = rule;
    const [portRangeMin, portRangeMax] = rule.ports;
    const group = this.groupOf(rule.role);
    new openstack.networking.SecGroupRule(
      `${name}-${rule.role}-${rule.key}`,
      {
        securityGroupId: group.id,
        direction,
        ethertype,
        protocol,
        portRangeMin,
        portRangeMax,
        ...("range" in remote
          ? { remoteIpPrefix: remote.range }
          : { remoteGroupId: this.groupId(remote.role) }),
        description: why,
      },
      // Neutron refuses a second rule that lets through the same
      { parent: this, deletedWith: group, deleteBeforeReplace: true },
    );
  }
}
