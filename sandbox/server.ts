import { setTimeout as wait } from "node:timers/promises";
import { progress } from "./engine";
import { isFree } from "./ports";
import { isRunning, logTail, type ServerCommand, serverLog, startProcess } from "./server-process";

/** A server of the sandbox. */
export interface Server {
  /** What people call it: `Keycloak`. */
  title: string;
  /** How long it usually takes from start to ready on 2 cores, in seconds. */
  usualSeconds: number;
  /** Ports on which it alone may listen. */
  ports: number[];
  command: ServerCommand;
  /** Whether it does what it is for; rejects while nothing answers. */
  isReady(): Promise<boolean>;
}

/** A server that is not ready after this time is not going to be, in milliseconds. */
const patienceMs = 180_000;

/**
 * Starts a server unless it runs, and waits until it is ready; shows it as a step of its own.
 * @throws Error with its last lines when it ends or does not get ready, or with the port that somebody else has
 */
export async function ensureServer(server: Server): Promise<void> {
  const { title, usualSeconds, command, isReady } = server;
  if (isRunning(command.directory) && (await isReady().catch(() => false))) return;
  await progress.step(`${title} starts`, usualSeconds, () => startServer(server));
}

/** Does what ensureServer does and shows nothing: for a server that is a part of something that is shown. */
export async function startServer({ title, ports, command, isReady }: Server): Promise<void> {
  if (!isRunning(command.directory)) {
    await refuseTaken(title, ports);
    await startProcess(command);
  }
  const deadline = Date.now() + patienceMs;
  while (!(await isReady().catch(() => false))) {
    if (!isRunning(command.directory)) throw failure(`${title} ended while it was starting`, command);
    if (Date.now() > deadline) throw failure(`${title} is not ready after ${patienceMs / 1000} s`, command);
    await wait(100);
  }
}

async function refuseTaken(title: string, ports: number[]): Promise<void> {
  for (const port of ports) {
    if (await isFree(port)) continue;
    throw new Error(
      [
        `${title} cannot start: another program listens on port ${port}, which this sandbox remembers`,
        `see which one with "ss -ltnp sport = :${port}" and end it, or give up this sandbox with "npm start -- down"`,
      ].join("\n"),
    );
  }
}

const failure = (problem: string, { directory }: ServerCommand): Error =>
  new Error(
    [
      problem,
      "last lines of its log:",
      ...logTail(directory).map((line) => `  ${line}`),
      `log: ${serverLog(directory)}`,
      'to go on: run "npm start" again',
    ].join("\n"),
  );
