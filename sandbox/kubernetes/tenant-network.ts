import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { writePrivateFile } from "../private-file";
import type { KubernetesAddresses } from "./addresses";
import type { CloudSite } from "./cloud-controller";
import { json } from "./control-plane-files";
import type { KubernetesFolder } from "./folder";
import { type ProjectApi, type ProjectCredential, projectApi } from "./project-api";

/** A project's network that the node joins, as a worker of a cluster in that project. */
export interface TenantNetwork {
  networkId: string;
  /** The subnet in which the node has an address, and the cloud controller manager makes balancers. */
  subnetId: string;
  /** The external network of the balancers' floating addresses. */
  floatingNetworkId: string;
  /** Of the project. Octavia fetches no certificate for an application credential: Keystone lets none of them make a trust. */
  credential: ProjectCredential;
}

/** The node's port in a project's network, with what it was made for. */
export interface TenantPort extends TenantNetwork {
  portId: string;
  groupId: string;
  hardwareAddress: string;
  /** `10.22.0.7` */
  address: string;
  /** Of the subnet: `24`. */
  prefixLength: string;
  mtu: number;
}

/** Name of what the node has in the project. */
const name = "kubernetes-node";

/** The node's end of the cable. */
const device = "to-project";

/** The port of the network that the node is in, or undefined; the file holds the project's credential and is 0600. */
export function readTenantPort({ tenantNetwork }: KubernetesFolder): TenantPort | undefined {
  return existsSync(tenantNetwork) ? JSON.parse(readFileSync(tenantNetwork, "utf8")) : undefined;
}

/** Makes the node's port, as Nova would make that of a worker: balancers reach its node ports, and nobody anything else. */
export async function makePort(
  folder: KubernetesFolder,
  site: CloudSite,
  network: TenantNetwork,
): Promise<TenantPort> {
  const { networkId, subnetId, credential } = network;
  const api = await projectApi(site, credential);
  try {
    const { mtu } = (await api.send<{ network: { mtu: number } }>("GET", `networks/${networkId}`)).network;
    const { subnet } = await api.send<{ subnet: { cidr: string } }>("GET", `subnets/${subnetId}`);
    const groupId = await makeGroup(api, subnet.cidr);
    const port = await makePortIn(api, network, groupId).catch(async (error: unknown) => {
      await api.remove(`security-groups/${groupId}`); // nobody would know of it
      throw error;
    });
    const made: TenantPort = {
      ...network,
      portId: port.id,
      groupId,
      hardwareAddress: port.mac_address,
      address: port.fixed_ips[0]?.ip_address ?? "",
      prefixLength: subnet.cidr.split("/")[1] ?? "",
      mtu,
    };
    await writePrivateFile(folder.tenantNetwork, json(made));
    return made;
  } finally {
    await api.close();
  }
}

async function makePortIn(
  api: ProjectApi,
  { networkId, subnetId }: TenantNetwork,
  groupId: string,
): Promise<NeutronPort> {
  const port = {
    name,
    network_id: networkId,
    fixed_ips: [{ subnet_id: subnetId }],
    security_groups: [groupId],
  };
  return (await api.send<{ port: NeutronPort }>("POST", "ports", { port })).port;
}

async function makeGroup(api: ProjectApi, cidr: string): Promise<string> {
  const { security_group: group } = await api.send<{ security_group: { id: string } }>(
    "POST",
    "security-groups",
    { security_group: { name, description: "balancers of the project reach node ports" } },
  );
  await api.send("POST", "security-group-rules", {
    security_group_rule: {
      security_group_id: group.id,
      direction: "ingress",
      ethertype: "IPv4",
      protocol: "tcp",
      port_range_min: 30_000,
      port_range_max: 32_767,
      remote_ip_prefix: cidr,
    },
  });
  return group.id;
}

interface NeutronPort {
  id: string;
  mac_address: string;
  fixed_ips: { ip_address: string }[];
}

/** Removes the node's port and its group. */
export async function removePort(
  folder: KubernetesFolder,
  site: CloudSite,
  { portId, groupId, credential }: TenantPort,
): Promise<void> {
  const api = await projectApi(site, credential);
  try {
    await api.remove(`ports/${portId}`);
    await api.remove(`security-groups/${groupId}`);
  } finally {
    await api.close();
  }
  await rm(folder.tenantNetwork);
}

/** Lays the cable between the node and the cloud's switch, as the fabric expects it of a machine; it connects it by itself. */
export async function plug(addresses: KubernetesAddresses, port: TenantPort): Promise<void> {
  const { namespace, switches } = addresses;
  const cable = `t-${port.portId.slice(0, 11)}`;
  const { stdout: links } = await ip("-n", namespace, "-o", "link", "show");
  if (links.includes(`: ${device}@`)) return;
  await ip("-n", switches, "link", "delete", cable).catch(() => undefined);
  await ip("-n", switches, "link", "add", cable, "type", "veth", "peer", "name", device, "netns", namespace);
  await ip(
    "-n",
    namespace,
    "link",
    "set",
    device,
    "address",
    port.hardwareAddress,
    "mtu",
    String(port.mtu),
    "up",
  );
  await ip("-n", namespace, "address", "add", `${port.address}/${port.prefixLength}`, "dev", device);
  await ip("-n", switches, "link", "set", cable, "up");
}

export async function unplug({ namespace }: KubernetesAddresses): Promise<void> {
  await ip("-n", namespace, "link", "delete", device).catch(() => undefined); // there is none
}

const ip = (...args: string[]) => promisify(execFile)("ip", args);
