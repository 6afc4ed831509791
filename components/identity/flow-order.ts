import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { providerModule } from "../storage/provider-module";
import type { FlowOrderInputs } from "./flow-order-provider";

/** Who orders a flow, and how. */
export type FlowOrderArgs = { [Key in keyof FlowOrderInputs]: pulumi.Input<FlowOrderInputs[Key]> };

/** That a part of a login flow comes before all others; `flow-order-provider.ts` sees to it. */
export class FlowOrder extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/identity:FlowOrder";

  constructor(name: string, args: FlowOrderArgs, opts?: pulumi.CustomResourceOptions) {
    const __provider = providerModule(join(__dirname, "flow-order-provider"));
    super(
      FlowOrder.__pulumiType,
      name,
      { __provider, ...args },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["clientSecret"] }),
    );
  }
}
