import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { retentionDays } from "../../../policies/kit/bucket-retention";

const resource = (type: string, props: Record<string, unknown>) =>
  ({ type, props, urn: type, propertyDependencies: {} }) as unknown as PolicyResource;
const bucket = resource("minio:index/s3Bucket:S3Bucket", { bucket: "heart-audit" });
const own = (days: unknown, of = "heart-audit") =>
  resource("pulumi-nodejs:dynamic/storage:BucketRetention", { bucket: of, days });
const later = (props: Record<string, unknown>) =>
  resource("minio:index/s3BucketRetention:S3BucketRetention", { bucket: "heart-audit", ...props });
const lock = (defaultRetention: unknown) =>
  resource("minio:index/s3BucketObjectLockConfiguration:S3BucketObjectLockConfiguration", {
    bucket: "heart-audit",
    rule: { defaultRetention },
  });

describe("retentionDays", () => {
  const cases: [string, PolicyResource[], number][] = [
    ["the storage component's", [own(90)], 90],
    ["days of a later provider", [later({ unit: "DAYS", validityPeriod: 30 })], 30],
    ["years of a later provider", [later({ unit: "YEARS", validityPeriod: 2 })], 730],
    ["days of a lock", [lock({ mode: "COMPLIANCE", days: 30 })], 30],
    ["years of a lock", [lock({ mode: "COMPLIANCE", years: 1 })], 365],
    ["the shortest of several", [own(90), later({ unit: "DAYS", validityPeriod: 30 })], 30],
    ["none", [own(90, "heart-release"), bucket], 0],
    ["what is no number", [own("for ever")], 0],
    ["a lock without retention", [lock(undefined)], 0],
  ];
  for (const [name, resources, days] of cases)
    it(`reads ${name}`, () => {
      assert.equal(retentionDays(bucket, resources), days);
    });
});
