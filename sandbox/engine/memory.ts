import { readdirSync, readFileSync } from "node:fs";

/** How often the memory of the programs that run is looked at, in milliseconds. */
const INTERVAL = 500;

/**
 * Watches the memory of this process and of every program below it.
 * @returns a function that ends the watch and gives the highest sum of resident memory seen, in bytes; undefined where
 * the system has no /proc
 */
export function watchMemory(): () => number | undefined {
  let peak: number | undefined;
  const look = () => {
    const now = residentBytes(process.pid);
    if (now !== undefined) peak = Math.max(peak ?? 0, now);
  };
  look();
  const timer = setInterval(look, INTERVAL);
  timer.unref();
  return () => {
    clearInterval(timer);
    return peak;
  };
}

/** Resident memory of a process and its descendants, in bytes; undefined where the system has no /proc. */
export function residentBytes(root: number): number | undefined {
  const children = new Map<number, number[]>();
  const resident = new Map<number, number>();
  try {
    for (const entry of readdirSync("/proc")) {
      if (!/^\d+$/.test(entry)) continue;
      const status = readStatus(entry);
      if (status === undefined) continue;
      const pid = Number(entry);
      resident.set(pid, status.bytes);
      children.set(status.parent, [...(children.get(status.parent) ?? []), pid]);
    }
  } catch {
    return undefined;
  }
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, child) => total + sum(child), resident.get(pid) ?? 0);
  return sum(root);
}

function readStatus(pid: string): { parent: number; bytes: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return { parent: field("PPid"), bytes: field("VmRSS") * 1024 };
  } catch {
    return undefined; // ended since the directory was listed
  }
}
