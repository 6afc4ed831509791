import { readdirSync, readFileSync } from "node:fs";

/** A process and which one started it, as proc(5) tells. */
interface Started {
  pid: number;
  parent: number;
  name: string;
}

/**
 * Ends the engine that this process runs, and what it started, as a machine does that loses power.
 * @throws Error where none runs
 */
export function killEngine(): void {
  const all = startedProcesses();
  const engines = all.filter(({ parent, name }) => parent === process.pid && name === "pulumi");
  if (engines.length === 0) throw new Error("no engine runs");
  const below = ({ pid }: Started): Started[] => {
    const children = all.filter(({ parent }) => parent === pid);
    return [...children, ...children.flatMap(below)];
  };
  for (const { pid } of engines.flatMap((engine) => [engine, ...below(engine)])) process.kill(pid, "SIGKILL");
}

const startedProcesses = (): Started[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
        return [{ pid: Number(pid), parent: Number(parent), name }];
      } catch {
        return []; // it has ended
      }
    });
