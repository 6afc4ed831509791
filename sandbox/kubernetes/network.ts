import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { clusterNetworks, type KubernetesAddresses } from "./addresses";

/** The node's ends of its links. */
const toHost = "to-host";
const toCloud = "to-cloud";

/**
 * The node's network namespace with its links to this machine and to the cloud; made anew where it is not whole. This machine
 * reaches everything of the node. Pods reach the cloud's outside and what is there, the site's servers, and nothing else.
 */
export async function ensureNodeNetwork(addresses: KubernetesAddresses): Promise<void> {
  if (await hasNodeNetwork(addresses)) return;
  await removeNodeNetwork(addresses);
  try {
    for (const command of networkCommands(addresses)) await run("ip", command);
    await run("ip", ["netns", "exec", addresses.namespace, "nft", nodeRules()]);
  } catch (error) {
    await removeNodeNetwork(addresses); // half of it would pass for all of it next time
    throw error;
  }
}

/** Removes the namespace and its links. */
export async function removeNodeNetwork({ namespace, host, cloud }: KubernetesAddresses): Promise<void> {
  const gone = () => undefined;
  await run("ip", ["link", "delete", host.interface]).catch(gone);
  await run("ip", ["-n", cloud.namespace, "link", "delete", cloud.interface]).catch(gone);
  if (existsSync(`/run/netns/${namespace}`)) await run("ip", ["netns", "delete", namespace]);
}

/** Whether it is there as a whole: a cloud that was started anew has another namespace, without the link to the node. */
export async function hasNodeNetwork({ namespace, cloud }: KubernetesAddresses): Promise<boolean> {
  if (!existsSync(`/run/netns/${namespace}`)) return false;
  const { stdout } = await run("ip", ["-n", cloud.namespace, "-o", "link", "show"]);
  return stdout.includes(`: ${cloud.interface}@`);
}

/** Arguments of ip(8), in their order. */
export function networkCommands({ namespace, host, cloud }: KubernetesAddresses): string[][] {
  const node = ["-n", namespace];
  const outside = ["-n", cloud.namespace];
  const pair = (name: string, peer: string) => ["link", "add", name, "type", "veth", "peer", "name", peer];
  return [
    ["netns", "add", namespace],
    [...node, "link", "set", "lo", "up"],
    [...pair(host.interface, toHost), "netns", namespace],
    ["address", "add", `${host.address}/30`, "dev", host.interface],
    ["link", "set", host.interface, "up"],
    [...node, "address", "add", `${host.node}/30`, "dev", toHost],
    [...node, "link", "set", toHost, "up"],
    [...outside, ...pair(cloud.interface, toCloud), "netns", namespace],
    [...outside, "address", "add", `${cloud.address}/30`, "dev", cloud.interface],
    [...outside, "link", "set", cloud.interface, "up"],
    [...node, "address", "add", `${cloud.node}/30`, "dev", toCloud],
    [...node, "link", "set", toCloud, "up"],
    [...node, "route", "add", "default", "via", cloud.address],
    ["netns", "exec", namespace, "sysctl", "-q", "-w", "net.ipv4.ip_forward=1"],
  ];
}

/**
 * Pods go out under the node's address. Nothing of the node begins a connection with this machine, and nothing of the
 * cloud's outside begins one with the node or its pods.
 */
export function nodeRules(): string {
  const isNew = "ct state != { established, related }";
  const out = `oifname "${toHost}" ${isNew} counter reject`;
  const enter = `iifname "${toCloud}" ${isNew} counter drop`;
  const { pods } = clusterNetworks;
  return [
    "table inet node-guard {",
    `chain output { type filter hook output priority -20; ${out}; }`,
    `chain forward { type filter hook forward priority -20; ${out}; ${enter}; }`,
    `chain input { type filter hook input priority -20; ${enter}; }`,
    "chain leave { type nat hook postrouting priority 101;",
    `ip saddr ${pods} ip daddr != ${pods} masquerade;`,
    "}",
    "}",
  ].join("\n");
}

const run = (program: string, args: string[]) => promisify(execFile)(program, args);
