import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Server } from "../server";
import type { CloudFolder } from "./folder";

/**
 * MariaDB on a Unix socket alone, which lets in whoever is root on this machine.
 * @param folder whose `data("database")` holds the tables
 */
export function databaseServer(folder: CloudFolder): Server {
  return {
    title: "MariaDB",
    usualSeconds: 2,
    ports: [],
    command: {
      directory: folder.server("database"),
      program: "/usr/sbin/mariadbd",
      args: [
        "--no-defaults",
        "--user=root",
        `--datadir=${folder.data("database")}`,
        `--socket=${folder.sockets.database}`,
        `--pid-file=${join(folder.server("database"), "pid")}`,
        "--skip-networking",
        "--skip-log-bin",
        "--character-set-server=utf8",
        "--max-connections=1000",
        "--performance-schema=0",
        "--innodb-buffer-pool-size=128M",
        "--innodb-log-file-size=16M",
        // a sandbox may lose its last second in a power cut
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-doublewrite=0",
      ],
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    },
    isReady: async () => {
      await sql(folder, "select 1");
      return true;
    },
  };
}

/** Runs statements as root; they are on its standard input, since they may hold what others must not read. */
export async function sql({ sockets }: CloudFolder, statements: string): Promise<void> {
  const client = promisify(execFile)("mariadb", [
    "--no-defaults",
    "--user=root",
    `--socket=${sockets.database}`,
  ]);
  client.child.stdin?.on("error", () => undefined).end(statements); // why it took nothing, it says itself
  await client;
}
