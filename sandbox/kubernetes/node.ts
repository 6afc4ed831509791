import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { privateDirectory } from "../private-file";
import { type Server, startServer } from "../server";
import { isRunning } from "../server-process";
import type { KubernetesAddresses } from "./addresses";
import {
  controllers,
  firstGroups,
  laterGroups,
  makeGroups,
  removeGroups,
  settleGroups,
} from "./control-groups";
import type { KubernetesFolder } from "./folder";
import { inNode } from "./node-files";

/** Folders of the artefacts that the node is made of. */
export interface NodePrograms {
  programs: string;
  runtime: string;
}

/** What the node sees of its folder, by the paths under which it does. */
const dataPaths = {
  etcd: "/var/lib/etcd",
  containerd: "/var/lib/containerd",
  kubelet: "/var/lib/kubelet",
  pods: "/var/log/pods",
  audit: "/var/log/kubernetes",
} as const;

/** Joins control groups, then becomes a program: `FOLDER... -- PROGRAM ARGUMENT...`. */
const joining = 'while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs"; shift; done; shift; exec "$@"';

/** Program and arguments of a shell that joins control groups and becomes a command. */
const joined = (groups: string[], command: string[]) => ({
  program: "/bin/sh",
  args: ["-c", joining, "sh", ...groups, "--", ...command],
});

const path = `${inNode.runtime}:${inNode.programs}:/usr/sbin:/usr/bin`;

/** Starts the namespaces in which everything else of the node runs, unless they are there. */
export async function ensureNode(
  folder: KubernetesFolder,
  addresses: KubernetesAddresses,
  programs: NodePrograms,
): Promise<void> {
  const server = nodeServer(folder, addresses, programs);
  if (!isRunning(server.command.directory)) {
    await removeGroups(addresses.namespace); // of a node that was killed
    await makeGroups(addresses.namespace);
    await mkdir(folder.nodeRoot, { recursive: true });
    await rm(folder.firstProcess, { force: true }); // its number may be another process's by now
    for (const name of Object.keys(dataPaths)) await privateDirectory(folder.data(name as "etcd"));
  }
  await startServer(server);
  await settleGroups(addresses.namespace);
}

function nodeServer(
  folder: KubernetesFolder,
  addresses: KubernetesAddresses,
  { programs, runtime }: NodePrograms,
): Server {
  const { namespace, node } = addresses;
  const mounts = [
    "ro:/usr:/usr",
    `ro:${programs}:${inNode.programs}`,
    `ro:${runtime}:${inNode.runtime}`,
    `ro:${folder.configuration}:${inNode.configuration}`,
    ...Object.entries(dataPaths).map(([name, target]) => `rw:${folder.data(name as "etcd")}:${target}`),
  ];
  const own = ["--mount", "--pid", "--cgroup", "--uts", "--ipc", "--fork", "--kill-child"];
  return {
    title: "Kubernetes node",
    usualSeconds: 1,
    ports: [],
    command: {
      directory: folder.server("node"),
      ...joined(firstGroups(namespace), [
        ...["nsenter", `--net=/run/netns/${namespace}`, "unshare", ...own, "/bin/sh"],
        ...[join(__dirname, "node.sh"), node, folder.nodeRoot, folder.firstProcess, controllers.join(" ")],
        ...mounts,
      ]),
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    },
    isReady: async () => firstProcess(folder) !== undefined,
  };
}

/** A server that runs in the node's namespaces and counts as the node's. @param command absolute paths in the node */
export function nodeProgram(
  folder: KubernetesFolder,
  addresses: KubernetesAddresses,
  { name, title, command }: { name: string; title: string; command: string[] },
  isReady: () => Promise<boolean>,
): Server {
  return {
    title,
    usualSeconds: 2,
    ports: [],
    command: {
      directory: folder.server(name),
      ...joined(laterGroups(addresses.namespace), entering(folder, command)),
      env: { PATH: path },
    },
    isReady,
  };
}

/** What runs a command in the node's namespaces. @throws Error while there is no node */
export function entering(folder: KubernetesFolder, command: string[]): string[] {
  const process = firstProcess(folder);
  if (process === undefined) throw new Error("the Kubernetes node does not run");
  return ["/usr/bin/nsenter", "--target", String(process), "--all", "--", ...command];
}

/** The environment of a command that is entered by hand. */
export const nodeEnvironment = { PATH: path };

/** The number of the node's first process, once its root is complete. */
export function firstProcess({ firstProcess: file }: KubernetesFolder): number | undefined {
  const process = existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : Number.NaN;
  return existsSync(`/proc/${process}`) ? process : undefined;
}
