import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { writePrivateFile } from "./private-file";

/** The sandbox's ports on the loopback interface. */
export interface Ports {
  keycloak: number;
  minio: number;
  minioConsole: number;
  /** API server of the control plane that needs no root. */
  kubernetes: number;
  /** Its database, for the API server and for peers, of which there are none. */
  etcd: number;
  etcdPeers: number;
}

/** What is taken where nothing else has it; the first three stand in infra/environments/Pulumi.sandbox.yaml as well. */
export const preferredPorts: Ports = {
  keycloak: 8443,
  minio: 9443,
  minioConsole: 9444,
  kubernetes: 6443,
  etcd: 2379,
  etcdPeers: 2380,
};

/**
 * The sandbox's ports: those remembered in the file, or else chosen now and remembered. They never change afterwards,
 * because redirect URIs, issuers and the program's state carry them. A file of an earlier version lacks some, which are added.
 */
export async function ensurePorts(file: string, preferred: Ports): Promise<Ports> {
  const remembered = readPorts(file);
  if (Object.keys(preferred).every((server) => server in remembered)) return remembered as Ports;
  const ports = await choosePorts(preferred, await ephemeralStart(), remembered);
  await writePrivateFile(file, `${JSON.stringify(ports, null, 2)}\n`);
  return ports;
}

/** The ports that were chosen; none before the first start. */
export function readPorts(file: string): Partial<Ports> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<Ports>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new Error(`the ports in ${file} cannot be read; delete the sandbox's folder to begin anew`);
  }
}

/**
 * The preferred ports, each replaced by the next free one above it where it is taken.
 * @param end first port of the ephemeral range, from which the kernel gives ports to outgoing connections
 * @param remembered ports that are chosen already
 */
export async function choosePorts(
  preferred: Ports,
  end: number,
  remembered: Partial<Ports> = {},
): Promise<Ports> {
  const chosen = new Map(Object.entries(remembered) as [keyof Ports, number][]);
  const given = new Set<number>(chosen.values());
  const taken = new Set<number>([...Object.values(preferred), ...given]);
  for (const [server, wish] of Object.entries(preferred) as [keyof Ports, number][]) {
    if (chosen.has(server)) continue;
    let port = wish;
    while (given.has(port) || !(await isFree(port)) || (port !== wish && taken.has(port))) port++;
    if (port >= end) {
      throw new Error(
        `no port from ${wish} to ${end - 1} is free for ${server}; end a program that listens there`,
      );
    }
    taken.add(port);
    chosen.set(server, port);
  }
  return Object.fromEntries(chosen) as unknown as Ports;
}

/** Whether nothing listens on the port, on either address that `localhost` may mean. */
export async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port, "::1"));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // A machine without IPv6 has no ::1 that somebody could listen on.
    server.on("error", ({ code }: NodeJS.ErrnoException) =>
      resolve(code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT"),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

async function ephemeralStart(): Promise<number> {
  const range = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8");
  return Number.parseInt(range, 10);
}
