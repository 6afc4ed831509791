import { unknown, urnOf } from "../../../policies/judge";
import { bucketVersioned } from "../../../policies/safe-data/bucket-versioned";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { auditBucket, bucket, scratchBucket, versioning } from "../compliant";

const unversioned = `keeps no versions; add an S3BucketVersioning with status "Enabled"`;
const unlocked = "does not lock objects; set objectLocking, which only a new bucket takes";
const versioningOf = (configuration: unknown) =>
  changed(versioning, { versioningConfiguration: configuration });

describe("safe-data-bucket-versioned", () => {
  it("holds for versioned input, locked audit, and scratch with neither", async () => {
    await holds(bucketVersioned, [bucket, versioning, auditBucket, scratchBucket]);
  });

  it("finds a bucket's versioning by its dependency while ids are unknown", async () => {
    const pending = {
      ...changed(versioning, { bucket: unknown }),
      dependencies: { bucket: [urnOf(bucket.type, bucket.name)] },
    };
    await holds(bucketVersioned, [bucket, pending]);
  });

  it("reports input without versions, also where only another bucket has them", async () => {
    await reports(
      bucketVersioned,
      [bucket, changed(versioning, { bucket: "lungs-input" })],
      [`bucket "heart-input" ${unversioned}`],
    );
  });

  it("reports versioning that is suspended or says nothing", async () => {
    for (const [configuration, shown] of [
      [{ status: "Suspended" }, "Suspended"],
      [{ status: "enabled" }, "enabled"],
      [{}, "undefined"],
      [undefined, "undefined"],
    ] as const)
      await reports(
        bucketVersioned,
        [bucket, versioningOf(configuration)],
        [`bucket "heart-input" has versioning "${shown}"; set its status to "Enabled"`],
      );
  });

  it("reports versioning that leaves objects out", async () => {
    for (const left of [{ excludedPrefixes: ["tmp/"] }, { excludeFolders: true }])
      await reports(
        bucketVersioned,
        [bucket, versioningOf({ status: "Enabled", ...left })],
        [
          `bucket "heart-input" keeps no versions of some objects; remove excludedPrefixes and excludeFolders`,
        ],
      );
  });

  for (const role of ["egress-request", "release", "audit"])
    it(`reports a bucket for ${role} that does not lock objects`, async () => {
      const open = changed(auditBucket, { bucket: `heart-${role}`, objectLocking: undefined });
      await reports(
        bucketVersioned,
        [open],
        [`bucket "heart-${role}" ${unlocked}`, `bucket "heart-${role}" ${unversioned}`],
      );
    });

  it("holds a bucket with no role in its name to both", async () => {
    for (const name of ["heart-data", "heart", undefined])
      await reports(
        bucketVersioned,
        [changed(scratchBucket, { bucket: name })],
        [
          `bucket "${name ?? "heart-store-scratch"}", which has no role in its name, ${unlocked}`,
          `bucket "${name ?? "heart-store-scratch"}", which has no role in its name, ${unversioned}`,
        ],
      );
  });

  it("does not take the project's id for a role", async () => {
    await reports(
      bucketVersioned,
      [changed(bucket, { bucket: "scratch-lab-input" })],
      [`bucket "scratch-lab-input" ${unversioned}`],
      { config: { project: "scratch-lab" } },
    );
  });

  it("cannot be judged while a name, locking or status is unknown, and still reports the others", async () => {
    const open = changed(bucket, { bucket: "lungs-input" });
    const message = `bucket "lungs-input" ${unversioned}`;
    await cannotJudge(bucketVersioned, [changed(bucket, { bucket: unknown }), open], "bucket", [message]);
    await cannotJudge(
      bucketVersioned,
      [changed(auditBucket, { objectLocking: unknown }), open],
      "objectLocking",
      [message],
    );
    await cannotJudge(
      bucketVersioned,
      [bucket, versioningOf({ status: unknown }), open],
      "versioningConfiguration.status",
      [message],
    );
  });
});
