import * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import { cloudName, projectTags } from "./cloud-names";
import type { CloudSite } from "./cloud-site";

interface ProjectNetworkArgs {
  project: ProjectFacts;
  site: CloudSite;
  /** Range of its one subnet. */
  cidr: string;
  /** What the network is for; its name ends in it. */
  part: "ground" | "edge";
}

/** A network of a project's own with one subnet, whose machines get addresses and resolvers by DHCP. */
export function buildProjectNetwork(
  name: string,
  { project, site, cidr, part }: ProjectNetworkArgs,
  parent: pulumi.Resource,
): { network: openstack.networking.Network; subnet: openstack.networking.Subnet } {
  const shared = { name: cloudName(project.id, part), tags: projectTags(project, part) };
  const network = new openstack.networking.Network(
    name,
    // Neutron watches for forged addresses, on networks and ports alike
    { ...shared, adminStateUp: true, portSecurityEnabled: true, mtu: site.mtu },
    { parent },
  );
  const subnet = new openstack.networking.Subnet(
    `${name}-subnet`,
    {
      ...shared,
      networkId: network.id,
      cidr,
      ipVersion: 4,
      enableDhcp: true,
      dnsNameservers: site.resolvers,
    },
    { parent, deletedWith: network },
  );
  return { network, subnet };
}
