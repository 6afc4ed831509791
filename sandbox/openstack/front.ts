import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { writePrivateFile } from "../private-file";
import type { Server } from "../server";
import { isRunning, stopProcess } from "../server-process";
import type { CloudContext } from "./service";
import { services } from "./services";

/** A server of the sandbox on the host's loopback, which machines reach at the site's address under the same port. */
export interface Relay {
  /** What it is: `minio`. */
  name: string;
  port: number;
}

/** Port of the mirror behind the front. */
export const mirrorPort = 8080;

/**
 * haproxy, which does all TLS: the services' front, and the site's servers in the cloud's namespace.
 * @param caFile the sandbox's authority, which signed the certificates of the servers behind relays
 */
export async function frontServer(cloud: CloudContext, relays: Relay[], caFile: string): Promise<Server> {
  const { folder, addresses } = cloud;
  const directory = folder.server("front");
  const file = join(folder.configuration, "front.cfg");
  const configuration = frontConfiguration(cloud, relays, caFile);
  if (isRunning(directory) && readFileSync(file, "utf8") !== configuration) await stopProcess(directory);
  await writePrivateFile(file, configuration);
  return {
    title: "TLS front",
    usualSeconds: 1,
    ports: [],
    command: {
      directory,
      program: "/usr/sbin/haproxy",
      args: ["-db", "-f", file],
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    },
    isReady: () => acceptsTls(addresses.front, 5000),
  };
}

/** haproxy's configuration. */
export function frontConfiguration(
  { folder, addresses }: CloudContext,
  relays: Relay[],
  caFile: string,
): string {
  const certificate = `ssl crt ${folder.tls.certificate} ssl-min-ver TLSv1.2`;
  const site = (port: number) => `${addresses.site}:${port} namespace ${addresses.namespace}`;
  return [
    "global",
    "  maxconn 2000",
    "defaults",
    "  mode http",
    "  timeout connect 5s",
    "  timeout client 10m",
    "  timeout server 10m", // an image is uploaded, a volume is made of it
    ...services.flatMap(({ name, port }) => [
      `listen ${name}`,
      `  bind ${addresses.front}:${port} ${certificate}`,
      "  http-request set-header X-Forwarded-Proto https",
      `  server ${name} ${addresses.back}:${port}`,
    ]),
    "listen mirror",
    `  bind ${site(443)} ${certificate}`,
    `  server mirror ${addresses.back}:${mirrorPort}`,
    ...relays.flatMap(({ name, port }) => [
      `listen relay-${name}`,
      `  bind ${site(port)} ${certificate}`,
      `  server ${name} 127.0.0.1:${port} ssl verify required ca-file ${caFile}`,
    ]),
    "",
  ].join("\n");
}

/** Whether the handshake succeeds; the certificate is for the clients to judge. */
function acceptsTls(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: 2_000 }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", reject).on("timeout", () => socket.destroy(new Error("no answer")));
  });
}
