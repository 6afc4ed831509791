import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { aptGet } from "../../sandbox/engine/prerequisites";

/** Debian's openssh-server; it starts by its absolute path only. */
const SSHD = "/usr/sbin/sshd";

/**
 * Makes sure that OpenSSH's server is installed, where root may install Debian packages.
 * @returns why it is not there, where it cannot be had
 */
export async function sshServerProblem(): Promise<string | undefined> {
  if (existsSync(SSHD)) return undefined;
  if (!aptGet.isAllowed()) return `${SSHD} is missing, and this user may not install openssh-server`;
  // Debian's own way to say that the package must not start a server for the whole machine
  mkdirSync("/etc/ssh", { recursive: true });
  writeFileSync(
    "/etc/ssh/sshd_not_to_be_run",
    "by the tests of spe, which need the program only; delete to run it\n",
  );
  await aptGet.install(["openssh-server"]);
  return existsSync(SSHD) ? undefined : `openssh-server has brought no ${SSHD}`;
}

/** OpenSSH's own server on loopback, for the user who runs the tests; everything of it is in the test's folder. */
export class SshServer {
  private constructor(
    readonly port: number,
    /** `ssh-ed25519 AAAA…` */
    readonly hostKey: string,
    readonly user: string,
    /** Key that the server lets in. */
    readonly privateKey: string,
    private readonly process: ChildProcess,
  ) {}

  /** @param directory empty folder of the test's own */
  static async start(directory: string): Promise<SshServer> {
    const [hostKey, userKey] = [join(directory, "host"), join(directory, "user")];
    for (const key of [hostKey, userKey]) makeKey(key);
    const port = await freePort();
    const config = join(directory, "sshd_config");
    writeFileSync(
      config,
      [
        `ListenAddress 127.0.0.1:${port}`,
        `HostKey ${hostKey}`,
        `AuthorizedKeysFile ${userKey}.pub`,
        `PidFile none`,
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "UsePAM no",
        "StrictModes no", // the folder is below /tmp
        "AcceptEnv SPE_*",
        "Subsystem sftp internal-sftp",
      ].join("\n"),
    );
    if (userInfo().uid === 0) mkdirSync("/run/sshd", { recursive: true }); // where root's sshd drops its privileges to
    const server = spawn(SSHD, ["-D", "-e", "-f", config], { stdio: "ignore" });
    for (let tries = 0; !(await isListening(port)); tries++) {
      if (tries === 100 || server.exitCode !== null) throw new Error(`sshd does not listen on port ${port}`);
      await sleep(50);
    }
    const text = (file: string) => readFileSync(file, "utf8").trim();
    return new SshServer(port, text(`${hostKey}.pub`), userInfo().username, `${text(userKey)}\n`, server);
  }

  stop(): void {
    this.process.kill();
  }
}

/** Makes a key pair without a passphrase: `file` and `file.pub`. */
export function makeKey(file: string): void {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file]);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
