import type { S3BucketArgs } from "@pulumi/minio";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";

/** A canned ACL opens a bucket to everyone who can reach the server, with no login and no trace of who read. */
export const bucketPrivate: ResourceRule = {
  name: "safe-data-bucket-private",
  description: "A bucket's ACL is private.",
  severity: "critical",
  framework: fiveSafes("safe-data", { control: "D-01", satre: ["3.1.12"], also: ["TEHDAS2 SDR-1"] }),
  remediationSteps: `Set acl to "private", or leave it out.`,
  validateResource: ofType<S3BucketArgs>("minio:index/s3Bucket:S3Bucket", ({ acl }, args, report) => {
    // the provider's default is private
    if (acl === undefined || acl === null || acl === "private") return;
    report(`bucket "${nameOf(args, "bucket")}" has the ACL "${acl}"; set acl to "private"`);
  }),
};
