import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { MachineConnection } from "../cloud/machine-connection";
import { quote } from "../cloud/shell-word";
import { asRoot } from "../root-command";
import { connectionInput, partByPart } from "../ssh-connection";
import { rejectArgs } from "../validation";
import { bucketMountSecret } from "./bucket-mount-document";
import { mountProblems } from "./bucket-mount-problems";
import { mountScript, unmountScript } from "./bucket-mount-script";
import {
  type BucketKeys,
  type BucketLogin,
  type BucketMountSpec,
  mountPathOf,
  placesOf,
} from "./bucket-mount-spec";

type Inputs<T> = { [Key in keyof T]: pulumi.Input<T[Key]> };

/** What a mount on a machine that runs is made from. */
export interface BucketMountArgs
  extends Omit<BucketMountSpec, "endpoint" | "certificateAuthority" | "access"> {
  /** How to reach the machine, Debian 12 or Ubuntu 24.04 or later; as root or with sudo without a password. */
  connection: MachineConnection;
  /** Address of the store's S3 API, an https origin. */
  endpoint: pulumi.Input<string>;
  /** PEM of the private CA that signed the store's certificate. @default the authorities that the machine knows */
  certificateAuthority?: pulumi.Input<string>;
  /** Keys that the machine has, or how its owner's login buys some. */
  access: Inputs<BucketKeys> | Inputs<BucketLogin>;
}

/** A bucket mounted on a machine for one of its accounts; others are refused, and a store that is away hangs nobody. */
export class BucketMount extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:storage:BucketMount";

  /** Where it is mounted; known when it is there, and, where the machine has keys, when the owner can read it. */
  readonly mountPath: pulumi.Output<string>;
  /** Name of the mount's unit in systemd. */
  readonly unit: string;

  constructor(name: string, args: BucketMountArgs, opts?: pulumi.ComponentResourceOptions) {
    super(BucketMount.__pulumiType, name, {}, opts);
    const { connection, endpoint, certificateAuthority, access, ...rest } = args;
    const plain = { ...rest, access: "accessKey" in access ? ("keys" as const) : ("login" as const) };
    // address and authority are judged as soon as they are known, by the script's builder
    rejectArgs(`mount "${name}"`, mountProblems({ ...plain, endpoint: "https://known.later" }));

    const spec = pulumi
      .all([endpoint, certificateAuthority] as const)
      .apply(([url, authority]) => ({ ...plain, endpoint: url, certificateAuthority: authority }));
    const secret = pulumi.output<Inputs<BucketKeys> | Inputs<BucketLogin>>(access);
    const stdin = pulumi
      .all([spec, secret] as const)
      .apply(([known, keys]) => bucketMountSecret(known, keys).content);
    const where = mountPathOf({ ...plain, endpoint: "" });
    const command = new remote.Command(
      name,
      {
        connection: connectionInput(connection),
        create: spec.apply((known) => asRoot(`bash -c ${quote(mountScript(known))}`)),
        delete: asRoot(`bash -c ${quote(unmountScript({ ...plain, endpoint: "" }))}`),
        stdin: pulumi.secret(stdin),
        // elsewhere is another mount; on the same machine, the former one goes
        triggers: [where],
      },
      {
        parent: this,
        additionalSecretOutputs: ["stdin"],
        transformations: [partByPart(connection)],
      },
    );

    this.mountPath = command.id.apply(() => where);
    this.unit = `${placesOf(where).unit}.mount`;
    this.registerOutputs({ mountPath: this.mountPath, unit: this.unit });
  }
}
