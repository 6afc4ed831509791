import { createHash } from "node:crypto";
import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { asRoot } from "../root-command";
import { connectionInput, partByPart } from "../ssh-connection";
import type { Machine } from "./machine";
import type { MachineArgs } from "./machine-args";
import type { MachineConnection, SshLogin } from "./machine-connection";
import { MachineSecret, type MachineSecretArgs } from "./machine-secret";
import { quote } from "./shell-word";

/** What a machine that serves something is made from, whatever it serves. */
export interface ServerMachineArgs
  extends Pick<
    MachineArgs,
    "project" | "site" | "ground" | "cloud" | "publicKey" | "flavor" | "protect" | "readyMinutes"
  > {
  /** The private key that belongs to the operator's public key; by it the secrets are brought. */
  privateKey: pulumi.Input<string>;
  /** The bastion on the way. @default none: the machine is reached directly */
  proxy?: SshLogin;
  /** PEM of private CAs that the machine trusts: the mirror's, and those of the servers that it speaks with. @default [] */
  authorities?: string[];
  /** Size of the volume that its data lies on. @default 20 */
  dataGib?: number;
}

/** A certificate of a server. */
export interface ServerCertificate {
  /** PEM of the certificate, and after it those between it and the authority. */
  certificate: pulumi.Input<string>;
  /** PEM of its private key, without a passphrase. */
  privateKey: pulumi.Input<string>;
}

/** What a server on a machine is started with. */
export interface ServerStart {
  machine: Machine;
  connection: MachineConnection;
  /** What it needs that user data is no place for, by what it is. */
  secrets: Record<string, Pick<MachineSecretArgs, "path" | "content" | "owner">>;
  /** Program of the machine's document that starts the server anew with them, and ends well when it works. */
  program: string;
}

/**
 * Brings a server's secrets to its machine, then starts it; again when one of them changes, and on a machine in place of the
 * one that had them.
 * @returns the id of the start, known when the server works
 */
export function startServer(
  name: string,
  { machine, connection, secrets, program }: ServerStart,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const brought = Object.entries(secrets).map(
    ([what, secret]) => new MachineSecret(`${name}-${what}`, { connection, ...secret }, { parent }),
  );
  const contents = pulumi.all(Object.values(secrets).map(({ content }) => content)).apply(digestOf);
  const start = new remote.Command(
    `${name}-start`,
    {
      connection: connectionInput(connection),
      create: asRoot(quote(program)),
      triggers: [machine.instanceId, pulumi.secret(contents)],
    },
    { parent, dependsOn: brought, transformations: [partByPart(connection)] },
  );
  return start.id;
}

const digestOf = (texts: string[]): string =>
  createHash("sha256").update(JSON.stringify(texts)).digest("hex");

/** What keeps a text from being the address of a server as people type it: an https origin. */
export const originProblem = (url: string): string | undefined =>
  /^https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9]\d{0,4})?$/.test(url)
    ? undefined
    : `must be an https origin without a path in lower case, such as "https://store.example.org", got "${url}"`;

/**
 * What in a unit of systemd keeps a service from everything that it does not need; where it writes is for the unit to say,
 * by `ReadWritePaths` or `StateDirectory`.
 */
export const hardening = `NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
ProtectProc=invisible
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
PrivateDevices=yes
PrivateTmp=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0077`;
