import * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import { cloudName, projectTags } from "../cloud/cloud-names";
import type { CloudSite } from "../cloud/cloud-site";
import type { ProjectGround } from "../cloud/project-ground";
import type { ProjectFacts } from "../five-safes";
import { apiPort } from "./kubeone-plan";

/** What the API's balancer is made from. */
interface ApiBalancerArgs {
  project: ProjectFacts;
  site: CloudSite;
  ground: ProjectGround;
  /** Ranges of those who administer; machines of the ground come in as well. */
  adminCidrs: string[];
  /** Name of each control-plane machine → its address. */
  members: Record<string, pulumi.Output<string>>;
}

/** The one address of the API servers, inside and outside. */
export interface ApiBalancer {
  /** In the ground, where the cluster's machines ask. */
  address: pulumi.Output<string>;
  /** The floating one; nothing else of the cluster has any. */
  publicAddress: pulumi.Output<string>;
  /** What is made last, and who asks the API must wait for. */
  ready: pulumi.Resource[];
}

/** Stands before the API servers of a cluster, on its ground. */
export function buildApiBalancer(
  name: string,
  { project, site, ground, adminCidrs, members }: ApiBalancerArgs,
  parent: pulumi.Resource,
): ApiBalancer {
  const named = { name: cloudName(project.id, "kube-api") };
  const balancer = new openstack.loadbalancer.LoadBalancer(
    name,
    { ...named, vipSubnetId: ground.subnetId, adminStateUp: true, tags: projectTags(project, "edge") },
    { parent, dependsOn: ground },
  );
  const listener = new openstack.loadbalancer.Listener(
    `${name}-listener`,
    {
      ...named,
      loadbalancerId: balancer.id,
      protocol: "TCP",
      protocolPort: apiPort,
      allowedCidrs: [...adminCidrs, ground.cidr],
      // people who follow a log or stay in a shell are silent for long
      timeoutClientData: 3_600_000,
      timeoutMemberData: 3_600_000,
    },
    { parent },
  );
  const pool = new openstack.loadbalancer.Pool(
    `${name}-pool`,
    { ...named, listenerId: listener.id, protocol: "TCP", lbMethod: "ROUND_ROBIN" },
    { parent },
  );
  // Octavia removes both with their pool
  const inside = { parent, deletedWith: pool };
  const monitor = new openstack.loadbalancer.Monitor(
    `${name}-monitor`,
    { ...named, poolId: pool.id, type: "TCP", delay: 5, timeout: 3, maxRetries: 3 },
    inside,
  );
  const joined = new openstack.loadbalancer.Members(
    `${name}-members`,
    {
      poolId: pool.id,
      members: Object.entries(members).map(([it, address]) => ({
        name: it,
        address,
        protocolPort: apiPort,
        subnetId: ground.subnetId,
      })),
    },
    { ...inside, dependsOn: monitor },
  );
  const floating = new openstack.networking.FloatingIp(
    `${name}-address`,
    { pool: site.externalNetwork, description: name, tags: projectTags(project, "edge") },
    { parent },
  );
  const association = new openstack.networking.FloatingIpAssociate(
    `${name}-association`,
    { floatingIp: floating.address, portId: balancer.vipPortId },
    // Neutron needs the subnet's way to the external network first
    { parent, dependsOn: ground },
  );
  return {
    address: balancer.vipAddress,
    publicAddress: association.floatingIp,
    ready: [joined, association],
  };
}

/** The ground's tables are for machines; the balancer's address in it is none, and the cluster's machines ask there. */
export function openApiBalancer(
  name: string,
  ground: ProjectGround,
  roles: readonly string[],
  parent: pulumi.Resource,
): void {
  for (const role of roles)
    new openstack.networking.SecGroupRule(
      `${name}-from-${role}`,
      {
        securityGroupId: ground.groupId(role),
        direction: "egress",
        ethertype: "IPv4",
        protocol: "tcp",
        portRangeMin: apiPort,
        portRangeMax: apiPort,
        remoteIpPrefix: ground.cidr,
        description: "the API's balancer, whose address is no machine's",
      },
      { parent, deleteBeforeReplace: true },
    );
}
