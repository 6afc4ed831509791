import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { providerModule } from "../storage/provider-module";
import { accessInputs, type CloudAccess, secretAccessInputs } from "./cloud-access";

/** What a machine's readiness is made from. */
export interface MachineReadinessArgs {
  cloud: CloudAccess;
  /** Name of the machine, for people. */
  machine: string;
  /** Id of the instance in Nova. */
  instanceId: pulumi.Input<string>;
  /** The instance's URN, for who has to have it replaced. */
  instanceUrn: pulumi.Input<string>;
  /** Digest of the document that it is made from. */
  digest: pulumi.Input<string>;
  /** Minutes that it has, from when the instance runs. */
  readyMinutes: number;
}

/** Exists when a machine has said that it is ready; `readiness-provider.ts` is what waits. */
export class MachineReadiness extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/cloud:MachineReadiness";

  /** SSH host keys of the machine, `ssh-ed25519 AAAA…`. */
  declare readonly hostKeys: pulumi.Output<string[]>;

  constructor(name: string, { cloud, ...args }: MachineReadinessArgs, opts?: pulumi.CustomResourceOptions) {
    const __provider = providerModule(join(__dirname, "readiness-provider"));
    super(
      MachineReadiness.__pulumiType,
      name,
      { __provider, ...accessInputs(cloud), ...args, hostKeys: undefined },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: [...secretAccessInputs] }),
    );
  }
}
