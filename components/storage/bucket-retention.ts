import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { connectionInputs, type ObjectStoreServer } from "./object-store-server";
import { providerModule } from "./provider-module";
import type { RetentionMode } from "./retention-provider";

/** What a bucket's retention is made from. */
export interface BucketRetentionArgs {
  server: ObjectStoreServer;
  /** The bucket, made with object lock. */
  bucket: pulumi.Input<string>;
  mode: RetentionMode;
  /** Days that each new object is locked. */
  days: number;
}

/** How long each new object of a locked bucket is kept. */
export class BucketRetention extends pulumi.CustomResource {
  static readonly __pulumiType = "pulumi-nodejs:dynamic/storage:BucketRetention";

  constructor(name: string, args: BucketRetentionArgs, opts?: pulumi.CustomResourceOptions) {
    const { server, ...rule } = args;
    const __provider = providerModule(join(__dirname, "retention-provider"));
    super(
      BucketRetention.__pulumiType,
      name,
      { __provider, ...connectionInputs(server), ...rule },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["accessKey", "secretKey"] }),
    );
  }
}
