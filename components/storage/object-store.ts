import * as minio from "@pulumi/minio";
import * as pulumi from "@pulumi/pulumi";
import { bucketName, policyName } from "../naming";
import { rejectArgs } from "../validation";
import { BucketRetention } from "./bucket-retention";
import {
  type BucketArgs,
  bucketKey,
  lockedRoles,
  type ObjectStoreArgs,
  versionedRoles,
} from "./object-store-args";
import { objectStoreProblems } from "./object-store-problems";
import type { PolicyDocument } from "./policy-document";
import { quotaBytes } from "./quota";
import { policyDocuments } from "./store-policies";

/** The buckets of a project in MinIO, and what each role of its people may do in them. */
export class ObjectStore extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:storage:ObjectStore";

  /** Physical names of the buckets, by role or role/name: `input/imaging`. */
  readonly bucketNames: pulumi.Output<Record<string, string>>;
  /** Names of the policies that a login by OIDC has, all of them. */
  readonly policyNames: pulumi.Output<string[]>;

  constructor(name: string, args: ObjectStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ObjectStore.__pulumiType, name, {}, opts);
    rejectArgs(`object store "${name}"`, objectStoreProblems(args));

    const buckets = args.buckets.map((bucket) => this.buildBucket(name, args, bucket));
    const policies = Object.entries(policyDocuments(args)).map(([part, document]) =>
      this.buildPolicy(name, args.projectId, part, document),
    );

    this.bucketNames = pulumi
      .all(buckets.map(({ bucket }) => bucket))
      .apply((names) =>
        Object.fromEntries(args.buckets.map((bucket, i) => [bucketKey(bucket), names[i] ?? ""])),
      );
    this.policyNames = pulumi.all(policies.map((policy) => policy.name));
    this.registerOutputs({ bucketNames: this.bucketNames, policyNames: this.policyNames });
  }

  private buildBucket(name: string, args: ObjectStoreArgs, { role, name: part, ...limits }: BucketArgs) {
    const { projectId, tier, kmsKey, server, protect = true } = args;
    const { quota, retentionDays = 30 } = limits;
    const child = [name, role, ...(part ? [part] : [])].join("-");
    const locked = lockedRoles.includes(role);
    const bucket = new minio.S3Bucket(
      child,
      {
        bucket: bucketName(projectId, role, part),
        acl: "private",
        objectLocking: locked,
        forceDestroy: false,
        ...(quota === undefined ? {} : { quota: quotaBytes(quota) }),
      },
      { parent: this, protect },
    );
    const inside = { parent: this, deletedWith: bucket };
    new minio.S3BucketServerSideEncryption(
      `${child}-encryption`,
      { bucket: bucket.bucket, encryptionType: "aws:kms", kmsKeyId: kmsKey },
      inside,
    );
    const versioning = versionedRoles.includes(role)
      ? [
          new minio.S3BucketVersioning(
            `${child}-versioning`,
            { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
            inside,
          ),
        ]
      : [];
    if (locked) {
      const mode = tier === 3 ? "COMPLIANCE" : "GOVERNANCE";
      new BucketRetention(
        `${child}-retention`,
        { server, bucket: bucket.bucket, mode, days: retentionDays },
        { ...inside, dependsOn: versioning },
      );
    }
    return bucket;
  }

  private buildPolicy(
    name: string,
    projectId: string,
    part: string,
    document: PolicyDocument,
  ): minio.IamPolicy {
    return new minio.IamPolicy(
      `${name}-${part}`,
      { name: policyName(projectId, part), policy: JSON.stringify(document) },
      { parent: this },
    );
  }
}
