import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { providerModule } from "../storage/provider-module";
import { type KkpInputs, secretInputs } from "./kkp-cluster-inputs";

/** What the resource is made from: its inputs, some of which other resources make. */
export type KkpUserClusterArgs = { [Key in keyof KkpInputs]: pulumi.Input<KkpInputs[Key]> };

/** A cluster in KKP; `kkp-cluster-provider.ts` makes it and waits for it. */
export class KkpUserCluster extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/kubernetes:KkpUserCluster";

  declare readonly kubeconfig: pulumi.Output<string>;
  declare readonly apiEndpoint: pulumi.Output<string>;
  declare readonly networkId: pulumi.Output<string>;
  declare readonly workerSubnetId: pulumi.Output<string>;

  constructor(name: string, args: KkpUserClusterArgs, opts?: pulumi.CustomResourceOptions) {
    const __provider = providerModule(join(__dirname, "kkp-cluster-provider"));
    const outputs = {
      kubeconfig: undefined,
      apiEndpoint: undefined,
      networkId: undefined,
      workerSubnetId: undefined,
    };
    super(
      KkpUserCluster.__pulumiType,
      name,
      { __provider, ...args, ...outputs },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: [...secretInputs, "kubeconfig"] }),
    );
  }
}
