import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { CloudAddresses } from "./addresses";

/** Interface of the link in the cloud's namespace. */
const cloudInterface = "to-host";

/**
 * The namespace of "the internet" and the site's servers, and the host's way to it; made anew where it is not there. The
 * host reaches what has an address on `public` and `dmz`; nothing of the cloud reaches the host by itself.
 */
export async function ensureNetwork(addresses: CloudAddresses): Promise<void> {
  if (await hasNamespace(addresses)) return;
  const { namespace, link } = addresses;
  try {
    for (const command of networkCommands(addresses)) await run("ip", command);
    await run("ip", ["netns", "exec", namespace, "nft", guardRules()]);
    await run("ip", ["route", "replace", addresses.public.cidr, "via", link.cloudAddress]);
    await run("ip", ["route", "replace", addresses.dmz.cidr, "via", link.cloudAddress]);
  } catch (error) {
    await removeNetwork(addresses); // half of it would pass for all of it next time
    throw error;
  }
}

/** Removes namespace, link and routes, and ends what still runs in the namespace, which would keep it. */
export async function removeNetwork(addresses: CloudAddresses): Promise<void> {
  if (!(await hasNamespace(addresses))) return;
  const { namespace, link } = addresses;
  const { stdout: pids } = await run("ip", ["netns", "pids", namespace]);
  for (const pid of pids.split("\n").filter(Boolean)) process.kill(Number(pid), "SIGTERM");
  await run("ip", ["link", "delete", link.hostInterface]).catch(() => undefined); // an interrupted start made none
  await run("ip", ["netns", "delete", namespace]);
}

/** Whether this machine has the cloud's namespace. */
export async function hasNamespace({ namespace }: CloudAddresses): Promise<boolean> {
  const { stdout } = await promisify(execFile)("ip", ["netns", "list"]);
  return stdout.split("\n").some((line) => line.split(" ")[0] === namespace);
}

/** Arguments of ip(8), in their order. */
export function networkCommands({ namespace, link, site }: CloudAddresses): string[][] {
  const inside = ["-n", namespace];
  const sysctl = (name: string) => ["netns", "exec", namespace, "sysctl", "-q", "-w", name];
  return [
    ["netns", "add", namespace],
    [...inside, "link", "set", "lo", "up"],
    ["link", "add", link.hostInterface, "type", "veth", "peer", "name", cloudInterface, "netns", namespace],
    ["address", "add", `${link.hostAddress}/30`, "dev", link.hostInterface],
    ["link", "set", link.hostInterface, "up"],
    [...inside, "address", "add", `${link.cloudAddress}/30`, "dev", cloudInterface],
    [...inside, "link", "set", cloudInterface, "up"],
    // the site's servers; whichever bridge leads to them, the kernel answers for every address of its own
    [...inside, "address", "add", `${site}/32`, "dev", "lo"],
    sysctl("net.ipv4.ip_forward=1"),
  ];
}

/** What leaves the cloud towards the host belongs to what the host began. */
export function guardRules(): string {
  const guard = `oifname "${cloudInterface}" ct state != { established, related } drop`;
  return [
    "table inet spe-guard {",
    `chain output { type filter hook output priority 0; ${guard}; }`,
    `chain forward { type filter hook forward priority 0; ${guard}; }`,
    "}",
  ].join("\n");
}

const run = (program: string, args: string[]) => promisify(execFile)(program, args);
