import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { providerModule } from "../storage/provider-module";
import type { ClusterInputs } from "./existing-cluster-provider";

/** What the resource is made from; somebody else may make the cluster. */
export type ClusterAbilitiesArgs = { [Key in keyof ClusterInputs]: pulumi.Input<ClusterInputs[Key]> };

/** That a given cluster can carry an environment; `existing-cluster-provider.ts` finds out. */
export class ClusterAbilities extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/kubernetes:ClusterAbilities";

  declare readonly kubeconfig: pulumi.Output<string>;
  declare readonly apiEndpoint: pulumi.Output<string>;
  declare readonly version: pulumi.Output<string>;
  declare readonly network: pulumi.Output<string>;

  constructor(name: string, args: ClusterAbilitiesArgs, opts?: pulumi.CustomResourceOptions) {
    const __provider = providerModule(join(__dirname, "existing-cluster-provider"));
    super(
      ClusterAbilities.__pulumiType,
      name,
      { __provider, ...args, apiEndpoint: undefined, version: undefined, network: undefined },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["kubeconfig"] }),
    );
  }
}
