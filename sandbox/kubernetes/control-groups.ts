import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { python, pythonFolder } from "../openstack/process-environment";

const root = "/sys/fs/cgroup";

/** Whether the machine has control groups v2 alone; else each controller of v1 has a hierarchy of its own. */
const isUnified = existsSync(join(root, "cgroup.controllers"));

/** Controllers that the kubelet counts and limits with. */
export const controllers = ["cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids"];

const hierarchies = isUnified
  ? [root]
  : [...controllers, "systemd", "unified"].map((name) => join(root, name)).filter((path) => existsSync(path));

/** The controllers that this machine has. */
export function presentControllers(): string[] {
  if (isUnified) return readFileSync(join(root, "cgroup.controllers"), "utf8").trim().split(" ");
  return controllers.filter((name) => existsSync(join(root, name)));
}

/** Memory of the node with all its pods, in bytes. */
const memoryBytes = 6 * 2 ** 30;

/** A group has gone a moment after its last process: looked at so many times, 50 ms apart. */
const looks = 100;

/** The node's group in each hierarchy; it is the root of what the node sees, so that no pod can widen its limits. */
const groups = (name: string): string[] => hierarchies.map((hierarchy) => join(hierarchy, name));

/** With v2 no process may be beside the groups of pods, so the node's own have one as well. */
const leaf = "node";

/** Folders that the node's first process joins, before it makes the namespace in which they are the root. */
export const firstGroups = groups;

/** Folders that every later process of the node joins. */
export const laterGroups = (name: string): string[] =>
  groups(name).map((group) => (isUnified ? join(group, leaf) : group));

/**
 * Makes the node's groups: with a limit of memory, and without block devices, which a privileged pod could read otherwise.
 * The branch for v2 has not been run.
 */
export async function makeGroups(name: string): Promise<void> {
  for (const group of groups(name)) await mkdir(group, { recursive: true });
  if (isUnified) {
    await writeFile(join(root, "cgroup.subtree_control"), wanted(root));
    await mkdir(join(root, name, leaf), { recursive: true });
    await writeFile(join(root, name, "memory.max"), String(memoryBytes));
  } else {
    await writeFile(join(root, "memory", name, "memory.limit_in_bytes"), String(memoryBytes));
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      await writeFile(join(root, "cpuset", name, file), await readFile(join(root, "cpuset", file)));
    }
  }
  await promisify(execFile)(python, ["-m", "spe_cloud.deny_blocks", deviceGroup(name)], {
    env: { PATH: process.env.PATH, PYTHONPATH: pythonFolder, PYTHONDONTWRITEBYTECODE: "1" },
  });
}

/** With v2: moves the first processes into their own group, and lets the kubelet make groups with limits. */
export async function settleGroups(name: string): Promise<void> {
  if (!isUnified) return;
  const group = join(root, name);
  for (const pid of (await readFile(join(group, "cgroup.procs"), "utf8")).split("\n").filter(Boolean)) {
    await writeFile(join(group, leaf, "cgroup.procs"), pid);
  }
  await writeFile(join(group, "cgroup.subtree_control"), wanted(group));
}

/** Takes the groups away, once no process is in them. */
export async function removeGroups(name: string): Promise<void> {
  for (const group of groups(name)) await removeTree(group);
}

/** Devices are judged in v2, which hosts that still have v1 have beside it. */
const deviceGroup = (name: string): string => join(isUnified ? root : join(root, "unified"), name);

/** Those of the kubelet's controllers that the group has, as what hands them on to the groups below. */
function wanted(group: string): string {
  const present = readFileSync(join(group, "cgroup.controllers"), "utf8").split(/\s/);
  const needed = ["cpu", "cpuset", "hugetlb", "io", "memory", "pids"];
  return needed.flatMap((name) => (present.includes(name) ? [`+${name}`] : [])).join(" ");
}

async function removeTree(group: string): Promise<void> {
  if (!existsSync(group)) return;
  for (const entry of await readdir(group, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeTree(join(group, entry.name));
  }
  for (let left = looks; ; left--) {
    try {
      return await rmdir(group);
    } catch (error) {
      if (left === 0) throw error;
      await wait(50);
    }
  }
}
