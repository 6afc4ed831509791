/** The network of a cluster's workers in OpenStack, as KKP makes it or finds it. */
import type { ProjectApi } from "../kubernetes/project-api";
import type { BackendCluster } from "./backend";

/** Addresses of the subnet, as KKP has them. */
const cidr = "192.168.1.0/24";

/** A network with its parts by their ids. */
export interface ClusterNetwork {
  name: string;
  networkId: string;
  subnetId: string;
  routerId: string;
  /** The external network. */
  floatingNetworkId: string;
}

/** An object of Neutron's. */
interface Named {
  id: string;
  name: string;
}

const partName = (id: string, part: "network" | "subnet" | "router"): string => `k8s-cluster-${id}-${part}`;

/**
 * The network of a cluster; what is missing of one that KKP is to make is made.
 * @throws Error for a network that is not there, or with Neutron's answer
 */
export async function ensureClusterNetwork(
  api: ProjectApi,
  cluster: BackendCluster,
  resolvers: string[],
): Promise<ClusterNetwork> {
  const external = await find(
    api,
    "networks",
    `name=${encodeURIComponent(cluster.floatingIpPool)}&router:external=true`,
  );
  if (external === undefined)
    throw new Error(`the cloud has no external network "${cluster.floatingIpPool}"`);
  const floatingNetworkId = external.id;
  if (cluster.network !== "") {
    const network = await find(
      api,
      "networks",
      `name=${encodeURIComponent(cluster.network)}&router:external=false`,
    );
    if (network === undefined) throw new Error(`the cloud has no network "${cluster.network}"`);
    const { subnetId, routerId } = cluster;
    return { name: network.name, networkId: network.id, subnetId, routerId, floatingNetworkId };
  }
  const name = partName(cluster.id, "network");
  const network = await ensure(api, "network", { name });
  const subnet = await ensure(api, "subnet", {
    name: partName(cluster.id, "subnet"),
    network_id: network.id,
    ip_version: 4,
    cidr,
    dns_nameservers: resolvers,
  });
  const router = await ensure(api, "router", {
    name: partName(cluster.id, "router"),
    external_gateway_info: { network_id: floatingNetworkId },
  });
  const port = await find(api, "ports", `device_id=${router.id}&network_id=${network.id}`);
  if (port === undefined)
    await api.send("PUT", `routers/${router.id}/add_router_interface`, { subnet_id: subnet.id });
  return { name, networkId: network.id, subnetId: subnet.id, routerId: router.id, floatingNetworkId };
}

/** Removes what was made for a cluster. @throws Error with Neutron's answer, for example while a balancer is in it */
export async function removeClusterNetwork(api: ProjectApi, { id }: BackendCluster): Promise<void> {
  const [router, subnet, network] = await Promise.all([
    find(api, "routers", `name=${partName(id, "router")}`),
    find(api, "subnets", `name=${partName(id, "subnet")}`),
    find(api, "networks", `name=${partName(id, "network")}`),
  ]);
  if (router && network && (await find(api, "ports", `device_id=${router.id}&network_id=${network.id}`)))
    await api.send("PUT", `routers/${router.id}/remove_router_interface`, { subnet_id: subnet?.id });
  if (router) await api.remove(`routers/${router.id}`);
  if (network) await api.remove(`networks/${network.id}`); // with its subnet
}

/** Id of the subnet that was made for a cluster, or that it was given. */
export const subnetOf = async (
  api: ProjectApi,
  { id, subnetId }: BackendCluster,
): Promise<string | undefined> =>
  subnetId || (await find(api, "subnets", `name=${partName(id, "subnet")}`))?.id;

/** The first object of a collection that a query finds. */
export async function find(api: ProjectApi, collection: string, query: string): Promise<Named | undefined> {
  const answer = await api.send<Record<string, Named[]>>("GET", `${collection}?${query}`);
  return answer[collection]?.[0];
}

async function ensure(
  api: ProjectApi,
  kind: "network" | "subnet" | "router",
  object: { name: string } & Record<string, unknown>,
): Promise<Named> {
  const present = await find(api, `${kind}s`, `name=${object.name}`);
  if (present !== undefined) return present;
  const made = (await api.send<Record<string, Named>>("POST", `${kind}s`, { [kind]: object }))[kind];
  if (made === undefined) throw new Error(`Neutron made no ${kind} ${object.name}`);
  return made;
}
