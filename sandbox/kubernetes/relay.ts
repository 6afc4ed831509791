import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { writePrivateFile } from "../private-file";
import { startServer } from "../server";
import { isRunning, stopProcess } from "../server-process";
import type { KubernetesAddresses } from "./addresses";
import type { KubernetesFolder } from "./folder";

/**
 * Lets the node reach ports of this machine's loopback at its own: an issuer there has the same URL and the same certificate
 * on both sides.
 */
export async function ensureRelay(
  folder: KubernetesFolder,
  addresses: KubernetesAddresses,
  ports: number[],
): Promise<void> {
  const directory = folder.server("relay");
  const configuration = relayConfiguration(addresses, ports);
  const present = await readFile(folder.relay, "utf8").catch(() => "");
  if (isRunning(directory) && present !== configuration) await stopProcess(directory);
  await writePrivateFile(folder.relay, configuration);
  if (ports.length === 0) return;
  await startServer({
    title: "relay",
    usualSeconds: 1,
    ports: [],
    command: {
      directory,
      program: "/usr/sbin/haproxy",
      args: ["-db", "-f", folder.relay],
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    },
    isReady: () => listens(addresses, ports.at(-1) ?? 0),
  });
}

/** Whether something listens on a port of the node's. */
async function listens({ namespace }: KubernetesAddresses, port: number): Promise<boolean> {
  const ask = ["netns", "exec", namespace, "ss", "-Hltn", `sport = :${port}`];
  return (await promisify(execFile)("ip", ask)).stdout !== "";
}

/** haproxy's configuration. */
export function relayConfiguration({ namespace }: KubernetesAddresses, ports: number[]): string {
  return [
    "global",
    "  maxconn 500",
    "defaults",
    "  mode tcp",
    "  timeout connect 5s",
    "  timeout client 5m",
    "  timeout server 5m",
    ...ports.flatMap((port) => [
      `listen port-${port}`,
      `  bind 127.0.0.1:${port} namespace ${namespace}`,
      `  server host 127.0.0.1:${port}`,
    ]),
    "",
  ].join("\n");
}
