import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A host, whom to be there and by which key. */
export interface ShellLogin {
  host: string;
  user: string;
  /** File of the private key. @default none: a password would be needed */
  keyFile?: string;
  /** The bastion on the way. */
  proxy?: ShellLogin;
}

/** What a command said, both streams together, and how it ended; `timeout` where it did not. */
export interface ShellAnswer {
  status: number | "timeout";
  text: string;
}

/** OpenSSH's own client, with the host keys that it is given and nothing of the person's who runs the tests. */
export class MachineShell {
  private readonly knownHosts: string;

  /**
   * @param directory folder of the test's own
   * @param hostKeys lines of known_hosts
   */
  constructor(directory: string, hostKeys: string[]) {
    this.knownHosts = join(directory, "known_hosts");
    writeFileSync(this.knownHosts, hostKeys.map((line) => `${line}\n`).join(""));
  }

  run(login: ShellLogin, command: string): ShellAnswer {
    return this.ssh([...this.options(login), `${login.user}@${login.host}`, command]);
  }

  /** Asks a bastion for a connection to somewhere else; what answers there is in the text. */
  forward(login: ShellLogin, target: string): ShellAnswer {
    return this.ssh([...this.options(login), "-W", target, `${login.user}@${login.host}`]);
  }

  private options({ keyFile, proxy }: ShellLogin): string[] {
    const settings = {
      BatchMode: "yes",
      StrictHostKeyChecking: "yes",
      UserKnownHostsFile: this.knownHosts,
      GlobalKnownHostsFile: "/dev/null",
      IdentitiesOnly: "yes",
      IdentityAgent: "none",
      ConnectTimeout: "15",
      LogLevel: "INFO",
    };
    const options = ["-F", "none", ...Object.entries(settings).map(([key, value]) => `-o${key}=${value}`)];
    if (keyFile === undefined) options.push("-oPubkeyAuthentication=no");
    else options.push("-i", keyFile);
    if (proxy !== undefined) {
      const words = ["ssh", ...this.options(proxy), "-W", "%h:%p", `${proxy.user}@${proxy.host}`];
      options.push(`-oProxyCommand=${words.join(" ")}`);
    }
    return options;
  }

  private ssh(words: string[]): ShellAnswer {
    const { status, stdout, stderr } = spawnSync("ssh", words, {
      encoding: "utf8",
      timeout: 60_000,
      // a connection that is forwarded ends when its standard input does
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { status: status ?? "timeout", text: `${stdout}${stderr}`.replaceAll("\r", "").trim() };
  }
}
