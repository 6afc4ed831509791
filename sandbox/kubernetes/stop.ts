import { rm } from "node:fs/promises";
import { stopProcess } from "../server-process";
import type { KubernetesAddresses } from "./addresses";
import type { ComponentName } from "./components";
import { removeGroups } from "./control-groups";
import type { KubernetesFolder } from "./folder";
import { removeNodeNetwork } from "./network";

/** What runs outside of the node, and the node itself, whose end is the end of everything in it. */
const first = ["cloud-controller", "relay", "node"];

/** What runs in the node. */
const inside: ComponentName[] = [
  "containerd",
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "networkpolicies",
];

/** Everything that runs, by the names of its folders. */
export const serverNames = [...first, ...inside];

/**
 * Ends what runs in the node, its pods and its namespaces with all that is mounted there, and takes its network and control
 * groups away. What is written in its folder stays. Gives whether anything ran.
 */
export async function stopNode(folder: KubernetesFolder, addresses: KubernetesAddresses): Promise<boolean> {
  const stop = (names: string[]) => Promise.all(names.map((name) => stopProcess(folder.server(name))));
  const stopped = [...(await stop(first)), ...(await stop(inside))];
  await rm(folder.firstProcess, { force: true });
  await removeNodeNetwork(addresses);
  await removeGroups(addresses.namespace);
  return stopped.includes(true);
}
