import * as minio from "@pulumi/minio";
import * as pulumi from "@pulumi/pulumi";
import { policyName } from "../naming";
import { rejectArgs } from "../validation";
import { machineDocument } from "./machine-policy";

/** What a machine's account is made from. */
export interface ServiceAccountArgs {
  /** Id of the project, for example `heart`. */
  projectId: string;
  /** Name of the account, unique in the project: `mount`. */
  account: string;
  /** Physical name of the one bucket that it reaches, `heart-input`. */
  bucket: string;
  /**
   * Folder that it is limited to, `public/`.
   * @default the whole bucket
   */
  prefix?: string;
  /** `write` includes `read`, and deleting. */
  access: "read" | "write";
}

/** Keys for a machine (a mount, a task executor), limited to one bucket or a folder in it. */
export class ServiceAccount extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:storage:ServiceAccount";

  /** Access key; secret, because together with the secret key it is the account. */
  readonly accessKey: pulumi.Output<string>;
  readonly secretKey: pulumi.Output<string>;

  constructor(name: string, args: ServiceAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ServiceAccount.__pulumiType, name, {}, opts);
    const { projectId, account, bucket, prefix = "", access } = args;
    rejectArgs(`service account "${name}"`, {
      account: /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(account)
        ? undefined
        : `must be up to 32 lower-case letters, digits and inner hyphens, got "${account}"`,
      bucket: bucket.startsWith(`${projectId}-`)
        ? undefined
        : `must be a bucket of the project, "${projectId}-…", got "${bucket}"`,
      prefix: /^([^*?$/]+\/)*$/.test(prefix)
        ? undefined
        : `must be empty or end with "/", without *, ?, $ and empty parts, got "${prefix}"`,
    });

    // the account of a user of its own, never of the administrator whose rights it would share
    const policy = JSON.stringify(machineDocument({ bucket, prefix, access }));
    const own = policyName(projectId, `machine-${account}`);
    const user = new minio.IamUser(name, { name: own, forceDestroy: false }, { parent: this });
    const userPolicy = new minio.IamPolicy(`${name}-policy`, { name: own, policy }, { parent: this });
    const attached = new minio.IamUserPolicyAttachment(
      `${name}-attachment`,
      { userName: user.name, policyName: userPolicy.name },
      { parent: this },
    );
    const keys = new minio.IamServiceAccount(
      `${name}-keys`,
      { targetUser: user.name, policy },
      {
        parent: this,
        dependsOn: attached,
        additionalSecretOutputs: ["accessKey", "secretKey"],
      },
    );

    this.accessKey = pulumi.secret(keys.accessKey);
    this.secretKey = pulumi.secret(keys.secretKey);
    this.registerOutputs({ accessKey: this.accessKey, secretKey: this.secretKey });
  }
}
