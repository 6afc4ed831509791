import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";

/** What decides whether a machine can have a cloud. */
export interface MachineFacts {
  isRoot: boolean;
  /** ID and VERSION_ID of os-release(5): `debian 12`. */
  distribution: string;
  /** Whether root is root enough for namespaces of its own; in most containers it is not. */
  hasNamespaces: boolean;
  /** Whether control groups can be made. */
  hasControlGroups: boolean;
  /** What machines are limited and kept from devices by, and control groups do not have here. */
  missingControllers: string[];
  /** Parts of the kernel that are missing and could not be loaded. */
  missingKernelParts: string[];
}

/** What this machine lacks for a cloud, a line each; empty where it can have one. */
export async function cloudProblems(): Promise<string[]> {
  return problemsOf(await machineFacts());
}

/** The lines for what was found. */
export function problemsOf(facts: MachineFacts): string[] {
  const { isRoot, distribution, hasNamespaces, hasControlGroups, missingControllers, missingKernelParts } =
    facts;
  const problems: string[] = [];
  if (distribution !== "debian 12")
    problems.push(`it takes OpenStack from Debian 12, and this is ${distribution}`);
  if (!isRoot) return [...problems, "it makes networks and machines, which only root may"];
  if (!hasNamespaces) problems.push("namespaces are forbidden here; a container must be privileged for them");
  if (!hasControlGroups)
    problems.push("/sys/fs/cgroup cannot be written here; a container must be privileged for it");
  else if (missingControllers.length > 0)
    problems.push(
      `control groups have no ${missingControllers.join(", ")} here; a container must have the host's (with Docker: --cgroupns=host)`,
    );
  if (missingKernelParts.length > 0) problems.push(`the kernel has no ${missingKernelParts.join(", ")}`);
  return problems;
}

async function machineFacts(): Promise<MachineFacts> {
  const isRoot = process.getuid?.() === 0;
  return {
    isRoot,
    distribution: distributionOf(readText("/etc/os-release")),
    hasNamespaces: isRoot && (await succeeds("unshare", ["--net", "--mount", "--pid", "--fork", "true"])),
    hasControlGroups: isWritable(
      existsSync("/sys/fs/cgroup/memory") ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup",
    ),
    missingControllers: missingControllers("/sys/fs/cgroup"),
    missingKernelParts: isRoot ? await missingKernelParts() : [],
  };
}

/** What a machine's group limits (python/spe_cloud/machine_group.py). */
const controllers = ["memory", "cpu", "pids"];

/**
 * What of it the control groups do not have: v2 alone, or v1 with v2 beside it, by which machines are kept from devices.
 * @param root where they are mounted
 */
export function missingControllers(root: string): string[] {
  if (!existsSync(`${root}/cgroup.controllers`))
    return [...controllers, "unified"].filter((name) => !existsSync(`${root}/${name}`));
  // only the kernel's own root, which has no type, may pass controllers on while processes are in it
  const isRoot = !existsSync(`${root}/cgroup.type`) || readText(`${root}/cgroup.procs`).trim() === "";
  const passed = readText(`${root}/cgroup.${isRoot ? "controllers" : "subtree_control"}`)
    .trim()
    .split(" ");
  return controllers.filter((name) => !passed.includes(name));
}

/** `debian 12` of os-release(5). */
export function distributionOf(osRelease: string): string {
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(osRelease)?.[1];
  return [field("ID") ?? "an unknown system", field("VERSION_ID")].filter(Boolean).join(" ");
}

/** What each part of the kernel is seen by; those that are modules are loaded. */
const kernelParts: Record<string, () => boolean> = {
  overlay: () => /\toverlay$/m.test(readText("/proc/filesystems")),
  loop: () => existsSync("/dev/loop-control"),
  br_netfilter: () => existsSync("/proc/sys/net/bridge"),
};

async function missingKernelParts(): Promise<string[]> {
  const missing: string[] = [];
  for (const [name, isThere] of Object.entries(kernelParts)) {
    if (isThere()) continue;
    await succeeds("modprobe", [name]);
    if (!isThere()) missing.push(name);
  }
  return missing;
}

const succeeds = (program: string, args: string[]): Promise<boolean> =>
  promisify(execFile)(program, args).then(
    () => true,
    () => false,
  );

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The file's text, or nothing where there is no such file. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
