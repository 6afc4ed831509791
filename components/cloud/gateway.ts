import * as openstack from "@pulumi/openstack";
import type * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import { cloudName, projectTags } from "./cloud-names";
import type { CloudSite } from "./cloud-site";

interface GatewayArgs {
  project: ProjectFacts;
  site: CloudSite;
  /** Name of the external network. */
  network: string;
  /** What is joined to it. */
  subnetId: pulumi.Input<string>;
  /** Of what the router is a part; its name ends in it. */
  part: "ground" | "edge";
}

/** A subnet's way to an external network. */
export interface Gateway {
  routerId: pulumi.Output<string>;
  /** What a floating address must wait for. */
  joined: openstack.networking.RouterInterface;
}

/**
 * Joins a subnet to an external network, by a router of its own or by the operator's where the site has one.
 * @param opts the parent, by whose provider the site is also asked for ids
 */
export function buildGateway(name: string, args: GatewayArgs, opts: { parent: pulumi.Resource }): Gateway {
  const { operatorRouter } = args.site;
  const routerId =
    operatorRouter === undefined
      ? buildRouter(name, args, opts).id
      : openstack.networking.getRouterOutput({ name: operatorRouter }, opts).id;
  const { subnetId } = args;
  const joined = new openstack.networking.RouterInterface(`${name}-interface`, { routerId, subnetId }, opts);
  return { routerId, joined };
}

/**
 * Whether such a router translates addresses, only administrators of a cloud may say (Neutron's policy
 * `create_router:external_gateway_info:enable_snat`); what machines may open is up to their groups.
 */
function buildRouter(
  name: string,
  { project, network, part }: GatewayArgs,
  opts: { parent: pulumi.Resource },
) {
  const external = openstack.networking.getNetworkOutput({ name: network, external: true }, opts);
  return new openstack.networking.Router(
    name,
    {
      name: cloudName(project.id, part),
      adminStateUp: true,
      externalNetworkId: external.id,
      // what faces the outside is the edge, whatever it is a part of
      tags: projectTags(project, "edge"),
    },
    opts,
  );
}
