import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { accessInputs, type CloudAccess, secretAccessInputs } from "../cloud/cloud-access";
import { providerModule } from "../storage/provider-module";

/** What a cluster's leftovers are known by. */
export interface KubeOneLeftoversArgs {
  cloud: CloudAccess;
  clusterName: string;
  /** Network that the cluster stands in. */
  networkId: pulumi.Input<string>;
}

/**
 * Nothing while the cluster lives. When it goes, and after KubeOne has taken it down, this removes what its controllers made
 * in the cloud and left behind: balancers and workers, which would hold the network. Volumes it names.
 */
export class KubeOneLeftovers extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/kubernetes:KubeOneLeftovers";

  constructor(name: string, { cloud, ...args }: KubeOneLeftoversArgs, opts?: pulumi.CustomResourceOptions) {
    const __provider = providerModule(join(__dirname, "kubeone-leftovers-provider"));
    super(
      KubeOneLeftovers.__pulumiType,
      name,
      { __provider, ...accessInputs(cloud), ...args },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: [...secretAccessInputs] }),
    );
  }
}
