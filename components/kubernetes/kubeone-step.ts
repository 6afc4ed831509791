import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { providerModule } from "../storage/provider-module";
import type { StepInputs } from "./kubeone-step-provider";

/** What was last asked of a cluster; refuses, in the preview already, a step from there that no cluster survives. */
export class KubeOneStep extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/kubernetes:KubeOneStep";

  constructor(name: string, args: StepInputs, opts?: pulumi.CustomResourceOptions) {
    const __provider = providerModule(join(__dirname, "kubeone-step-provider"));
    super(KubeOneStep.__pulumiType, name, { __provider, ...args }, opts);
  }
}
