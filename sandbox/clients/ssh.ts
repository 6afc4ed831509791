import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A host as OpenSSH's client enters it: by a key, and only where it shows one of its own. */
export interface SshHost {
  address: string;
  user: string;
  privateKeyFile: string;
  /** Lines of a known_hosts file. */
  hostKeys: string[];
}

/** What a command on a machine came to. */
export interface SshResult {
  /** Of the command; 255 where the client itself did not come in. */
  status: number;
  stdout: string;
  stderr: string;
}

/** A client gives up after this time, in seconds. */
const patience = 30;

/**
 * Runs a command on a host, through a bastion where one is given; never asks for anything, and never rejects for what the
 * command or the client answers.
 */
export async function runOverSsh(host: SshHost, command: string, bastion?: SshHost): Promise<SshResult> {
  const folder = await mkdtemp(join(tmpdir(), "spe-ssh-"));
  const knownHosts = join(folder, "known_hosts");
  await writeFile(knownHosts, [...host.hostKeys, ...(bastion?.hostKeys ?? []), ""].join("\n"));
  const options = (privateKeyFile: string): string[] => [
    "-F",
    "none",
    "-i",
    privateKeyFile,
    ...[
      "BatchMode=yes",
      "IdentitiesOnly=yes",
      "StrictHostKeyChecking=yes",
      `UserKnownHostsFile=${knownHosts}`,
      "GlobalKnownHostsFile=none",
      "ConnectTimeout=10",
      "LogLevel=ERROR",
    ].flatMap((option) => ["-o", option]),
  ];
  const target = ({ user, address }: SshHost): string => `${user}@${address}`;
  const proxy =
    bastion === undefined
      ? []
      : ["-o", `ProxyCommand=ssh ${options(bastion.privateKeyFile).join(" ")} -W %h:%p ${target(bastion)}`];
  try {
    return await run([...options(host.privateKeyFile), ...proxy, target(host), "--", command]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const run = (args: string[]): Promise<SshResult> =>
  new Promise((resolve) => {
    execFile("ssh", args, { timeout: patience * 1000, encoding: "utf8" }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : 255;
      resolve({ status, stdout, stderr });
    });
  });
