import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { progress } from "./engine/progress";
import { privateDirectory } from "./private-file";

/** How often a lock that another process holds is tried again, in milliseconds. */
const RETRY = 200;

/**
 * Does work on a sandbox while no other process does; waits for the other one to end.
 *
 * The lock is a name in Linux's abstract socket namespace: the kernel gives it to one process and takes it back when that
 * process dies, however it dies, so no lock is ever left behind. It reaches as far as the loopback interface does.
 */
export async function withLock<T>(stateDir: string, work: () => Promise<T>): Promise<T> {
  const real = realpathSync(await privateDirectory(stateDir));
  const name = `\0spe-sandbox-${createHash("sha256").update(real).digest("hex").slice(0, 32)}`;
  let held = await take(name);
  if (held === undefined) progress.say("another start or stop of the sandbox is at work; waiting for it");
  while (held === undefined) {
    await wait(RETRY);
    held = await take(name);
  }
  try {
    return await work();
  } finally {
    held.close();
  }
}

function take(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen({ path: name }, () => resolve(server.unref()));
  });
}
