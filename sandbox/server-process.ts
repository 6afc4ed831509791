import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { privateDirectory } from "./private-file";

/** A server ends by itself after so many hours, so that none that was forgotten runs for ever. */
export const lifeHours = 12;

/** A server that asked to end gets so long to do it, in milliseconds. */
const graceMs = 20_000;

/** How a server is run. */
export interface ServerCommand {
  /** Folder of its log and of the file that says which process it is. */
  directory: string;
  program: string;
  args: string[];
  /** Its whole environment. */
  env: Record<string, string>;
}

/** Which process a server is: numbers of processes are used again, so the time of its start counts as well. */
interface ProcessMark {
  pid: number;
  /** In clock ticks since the machine started (proc(5)). */
  startTicks: number;
  /** Of the machine's present run. */
  bootId: string;
}

const markFile = (directory: string): string => join(directory, "process");

/** Everything that the server said since it was started. */
export const serverLog = (directory: string): string => join(directory, "server.log");

/**
 * Starts a server that outlives this process. The shell writes down which process it is and then becomes the server, so
 * no interruption leaves one that nobody knows of; `timeout` ends the server in the end, `setpriv` when that is killed.
 */
export async function startProcess({ directory, program, args, env }: ServerCommand): Promise<void> {
  await privateDirectory(directory);
  const log = openSync(serverLog(directory), "w", 0o600);
  const script =
    'mark=$1; shift; cat /proc/$$/stat /proc/sys/kernel/random/boot_id >"$mark.new" && mv "$mark.new" "$mark" && exec "$@"';
  const limits = ["timeout", `${lifeHours}h`, "setpriv", "--pdeathsig", "TERM"];
  const child = spawn("/bin/sh", ["-c", script, "sh", markFile(directory), ...limits, program, ...args], {
    cwd: directory,
    env,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  child.unref();
  while (!isRunning(directory) && child.exitCode === null) await wait(10);
}

/** Whether the server that was started from this folder still runs. */
export function isRunning(directory: string): boolean {
  return runningMark(directory) !== undefined;
}

/** Ends the server and what it started, if it runs; other processes are left alone. */
export async function stopProcess(directory: string): Promise<boolean> {
  const mark = runningMark(directory);
  if (mark !== undefined) {
    process.kill(mark.pid, "SIGTERM");
    const deadline = Date.now() + graceMs;
    while (groupLives(mark.pid) && Date.now() < deadline) await wait(50);
    if (groupLives(mark.pid)) process.kill(-mark.pid, "SIGKILL");
  }
  await rm(markFile(directory), { force: true });
  return mark !== undefined;
}

/** The last lines that the server said. */
export function logTail(directory: string, lines = 12): string[] {
  try {
    return readFileSync(serverLog(directory), "utf8").trimEnd().split("\n").slice(-lines);
  } catch {
    return [];
  }
}

function runningMark(directory: string): ProcessMark | undefined {
  const mark = readMark(markFile(directory));
  if (mark === undefined || mark.bootId !== bootId()) return undefined;
  return readMark(`/proc/${mark.pid}/stat`)?.startTicks === mark.startTicks ? mark : undefined;
}

/** Reads the fields of proc(5)'s stat, and the boot id behind them where there is one; undefined for no such file. */
function readMark(file: string): ProcessMark | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  // the program's name stands in parentheses and may hold anything
  const [stat = "", boot = ""] = text.split("\n");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ended = fields[0] === "Z";
  return ended ? undefined : { pid: Number.parseInt(stat, 10), startTicks: Number(fields[19]), bootId: boot };
}

const bootId = (): string => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

/** Whether any process of the server's group is left; it leads a group of its own. */
function groupLives(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}
