import { readdirSync, readFileSync } from "node:fs";

/** A file of /proc of every process that still runs and may be read. */
export function processes(file: "cmdline" | "environ"): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/${file}`, "utf8")];
      } catch {
        return [];
      }
    });
}

/** A process that ended but whose parent has not asked yet does not run. */
export function isRunning(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** The command lines of what runs of a sandbox, which name its folder; without what only limits them. */
export function runningOf(folder: string): string[] {
  return processes("cmdline").filter((line) => line.includes(`${folder}/`) && !line.startsWith("timeout"));
}
