import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { privateDirectory } from "./private-file";

/** A pair of OpenSSH keys. */
export interface SshKeys {
  /** Line of the public key. */
  publicKey: string;
  /** 0600. */
  privateKeyFile: string;
}

/** The pair whose private key is in the file, made where there is none. */
export async function ensureSshKeys(privateKeyFile: string): Promise<SshKeys> {
  await privateDirectory(dirname(privateKeyFile));
  if (!existsSync(privateKeyFile))
    await promisify(execFile)("ssh-keygen", [
      "-q",
      "-t",
      "ed25519",
      "-N",
      "",
      "-C",
      "",
      "-f",
      privateKeyFile,
    ]);
  return { publicKey: readFileSync(`${privateKeyFile}.pub`, "utf8").trim(), privateKeyFile };
}
