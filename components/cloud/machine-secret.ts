import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { asRoot } from "../root-command";
import { connectionInput, partByPart } from "../ssh-connection";
import { rejectArgs } from "../validation";
import type { MachineConnection } from "./machine-connection";
import { ownerProblem, pathPattern } from "./machine-document-problems";
import { quote } from "./shell-word";

/** What a secret on a machine is made from. */
export interface MachineSecretArgs {
  connection: MachineConnection;
  /** Absolute path of the file; folders that do not exist are made. */
  path: string;
  /** What the file holds. */
  content: pulumi.Input<string>;
  /** User, or `user:group`; it must exist. @default "root:root" */
  owner?: string;
  /** Four octal digits that give others nothing. @default "0600" */
  mode?: string;
  /**
   * A program with its arguments that root runs when the file has changed: `["systemctl", "restart", "minio.service"]`.
   * @default none
   */
  command?: string[];
}

/**
 * A file with a secret on a machine, brought over SSH's standard input. It is written anew when its content changes and
 * when another machine stands in place of the one that had it. When it is no longer asked for, it stays until the
 * machine goes: end the secret where it counts.
 */
export class MachineSecret extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:cloud:MachineSecret";

  /** Path of the file, known when it is there. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: MachineSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MachineSecret.__pulumiType, name, {}, opts);
    const { connection, path, content, owner = "root:root", mode = "0600", command } = args;
    rejectArgs(`machine secret "${name}"`, secretProblems({ path, owner, mode, command }));

    const written = new remote.Command(
      name,
      {
        connection: connectionInput(connection),
        create: writeCommand({ path, owner, mode, command }),
        stdin: pulumi.secret(content),
        logging: "none",
      },
      {
        parent: this,
        additionalSecretOutputs: ["stdin", "stdout", "stderr"],
        transformations: [partByPart(connection)],
      },
    );

    this.path = written.id.apply(() => path);
    this.registerOutputs({ path: this.path });
  }
}

type Placement = Required<Pick<MachineSecretArgs, "path" | "owner" | "mode">> &
  Pick<MachineSecretArgs, "command">;

/** Writes standard input to the path $1 for the owner $2 with the mode $3, then runs the rest. */
const script = `set -eu
mkdir -p "$(dirname "$1")"
umask 077
new=$(mktemp "$1.XXXXXX")
trap 'rm -f "$new"' EXIT
cat >"$new"
chown -- "$2" "$new"
chmod "$3" "$new"
# whoever reads it meanwhile has the old one or the new one, whole
mv -f "$new" "$1"
shift 3
[ $# -eq 0 ] || "$@"`;

/** The text that runs on the machine; it holds nothing secret. */
export const writeCommand = ({ path, owner, mode, command = [] }: Placement): string =>
  asRoot(["sh", "-c", script, "sh", path, owner, mode, ...command].map(quote).join(" "));

function secretProblems({ path, owner, mode, command }: Placement): Record<string, string | undefined> {
  return {
    path: pathPattern.test(path)
      ? undefined
      : `must be an absolute path of letters, digits and ". _ - @ : +", got "${path}"`,
    owner: ownerProblem(owner),
    mode: /^0[0-7][04]0$/.test(mode)
      ? undefined
      : `must be four octal digits that give others nothing, such as "0600" or "0640", got "${mode}"`,
    command:
      command === undefined || /^[\w./@+-]+$/.test(command[0] ?? "")
        ? undefined
        : "must begin with a program",
  };
}
