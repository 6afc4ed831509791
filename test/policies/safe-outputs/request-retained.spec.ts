import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { requestRetained } from "../../../policies/safe-outputs/request-retained";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket } from "../compliant";
import { releaseBucket, requestBucket, requestRetention, retentionOf } from "../compliant-store";

const unkept =
  'bucket "heart-egress-request" has no retention, so that requests can be deleted; say for how many days they are locked';
const versioning: Judged = {
  type: "minio:index/s3BucketVersioning:S3BucketVersioning",
  name: "heart-store-egress-request-versioning",
  props: { bucket: "heart-egress-request", versioningConfiguration: { status: "Enabled" } },
};
/** Retention as later versions of the provider have it. */
const later = {
  retention: {
    ...requestRetention,
    type: "minio:index/s3BucketRetention:S3BucketRetention",
    props: { bucket: "heart-egress-request", mode: "GOVERNANCE", unit: "DAYS", validityPeriod: 30 },
  },
  lock: {
    ...requestRetention,
    type: "minio:index/s3BucketObjectLockConfiguration:S3BucketObjectLockConfiguration",
    props: { bucket: "heart-egress-request", rule: { defaultRetention: { mode: "COMPLIANCE", years: 1 } } },
  },
};

describe("safe-outputs-request-retained", () => {
  it("holds for a bucket that locks objects and keeps them for some days", async () => {
    await holds(requestRetained, [requestBucket, requestRetention, versioning]);
    await holds(requestRetained, [requestBucket, requestRetention], { config: { project: "heart" } });
  });

  it("holds for the retention of later providers", async () => {
    for (const retention of Object.values(later)) await holds(requestRetained, [requestBucket, retention]);
  });

  it("leaves other buckets to other rules", async () => {
    await holds(requestRetained, [bucket, releaseBucket, changed(bucket, { bucket: undefined })]);
  });

  it("finds the retention by the dependency while the bucket's name is unknown", async () => {
    const pending = {
      ...changed(requestRetention, { bucket: unknown }),
      dependencies: { bucket: [urnOf(requestBucket.type, requestBucket.name)] },
    };
    await holds(requestRetained, [requestBucket, pending]);
  });

  it("reports a bucket that does not lock objects", async () => {
    for (const objectLocking of [false, "false", undefined])
      await reports(
        requestRetained,
        [changed(requestBucket, { objectLocking }), requestRetention],
        [
          'bucket "heart-egress-request" does not lock requests; set objectLocking, which only a new bucket takes',
        ],
      );
  });

  it("reports versioning that is not on", async () => {
    await reports(
      requestRetained,
      [
        requestBucket,
        requestRetention,
        changed(versioning, { versioningConfiguration: { status: "Suspended" } }),
      ],
      ['bucket "heart-egress-request" has versioning "Suspended"; set its status to "Enabled"'],
    );
  });

  it("reports a bucket without retention, or with one of no days, or of another bucket", async () => {
    await reports(requestRetained, [requestBucket], [unkept]);
    for (const days of [0, -1, undefined, "for ever"])
      await reports(requestRetained, [requestBucket, changed(requestRetention, { days })], [unkept]);
    await reports(requestRetained, [requestBucket, retentionOf(releaseBucket, 90)], [unkept]);
  });

  it("reports the shortest of several retentions", async () => {
    await reports(
      requestRetained,
      [requestBucket, requestRetention, retentionOf(requestBucket, 0)],
      [unkept],
    );
  });

  it("cannot be judged while the days are unknown, and still reports the rest", async () => {
    await cannotJudge(
      requestRetained,
      [changed(requestBucket, { objectLocking: false }), changed(requestRetention, { days: unknown })],
      "days",
      [
        'bucket "heart-egress-request" does not lock requests; set objectLocking, which only a new bucket takes',
      ],
    );
  });
});
