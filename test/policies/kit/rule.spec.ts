import assert from "node:assert/strict";
import { unknown, urnOf } from "../../../policies/judge";
import type { Exemption } from "../../../policies/kit/exemption";
import { exemptable } from "../../../policies/kit/rule";
import { bucketPrivate } from "../../../policies/safe-data/bucket-private";
import { bucketVersioned } from "../../../policies/safe-data/bucket-versioned";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { auditBucket, bucket } from "../compliant";

const today = "2026-11-23";
const open = changed(bucket, { acl: "public" });
const message = 'bucket "heart-input" has the ACL "public"; set acl to "private"';
const exemption: Exemption = {
  rule: bucketPrivate.name,
  urn: urnOf(bucket.type, bucket.name),
  reason: "open data",
  approvers: ["mona@example.org", "dc@example.org"],
  expires: "2027-01-31",
};
const by = (...exemptions: unknown[]) => ({ today, config: { exemptions } });

describe("an exemptable rule", () => {
  const rule = exemptable(bucketPrivate);

  it("does not report a resource that is exempted, by its URN or a pattern", async () => {
    for (const urn of [exemption.urn, "urn:pulumi:test::spe::*::heart-store-input", "*::heart-store-input"])
      await holds(rule, [open], by({ ...exemption, urn }));
  });

  it("still reports any other resource", async () => {
    const other = { ...open, name: "other" };
    await reports(rule, [open, other], [message], by(exemption));
  });

  it("still reports where the exemption is for another rule, over, too long or wide, or incomplete", async () => {
    for (const change of [
      { rule: bucketVersioned.name },
      { expires: "2026-11-22" },
      { expires: "2028-01-01" },
      { reason: "" },
      { approvers: [] },
      { approvers: ["mona@example.org"] },
      { urn: exemption.urn.toUpperCase() },
      { urn: "*" },
    ])
      await reports(rule, [open], [message], by({ ...exemption, ...change }));
  });

  it("still says that it cannot judge", async () => {
    await cannotJudge(rule, [changed(bucket, { acl: unknown })], "acl");
  });

  it("exempts the resource that a rule on the stack reports", async () => {
    const stackRule = exemptable(bucketVersioned);
    const unlocked = changed(auditBucket, { objectLocking: false });
    const exempt = { ...exemption, rule: bucketVersioned.name };
    await reports(
      stackRule,
      [bucket, unlocked],
      [`bucket "heart-input" keeps no versions; add an S3BucketVersioning with status "Enabled"`],
      by({ ...exempt, urn: "*::heart-store-audit" }),
    );
  });

  it("reads inputs whose keys have names that mean something to JavaScript", async () => {
    const acl = { toString: "public" };
    await reports(
      rule,
      [changed(bucket, { acl })],
      ['bucket "heart-input" has the ACL "[object Object]"; set acl to "private"'],
    );
    await reports(
      exemptable(bucketVersioned),
      [changed(auditBucket, { objectLocking: acl, bucket: { toString: null } })],
      [
        'bucket "heart-store-audit", which has no role in its name, does not lock objects; set objectLocking, which only a new bucket takes',
        'bucket "heart-store-audit", which has no role in its name, keeps no versions; add an S3BucketVersioning with status "Enabled"',
      ],
    );
  });

  it("keeps the mark by which the SDK skips other types, and takes exemptions as configuration", () => {
    assert.deepEqual({ ...rule.validateResource }, { __pulumiType: "minio:index/s3Bucket:S3Bucket" });
    assert.deepEqual(Object.keys(rule.configSchema?.properties ?? {}), ["exemptions"]);
    assert.deepEqual(Object.keys(exemptable(bucketVersioned).configSchema?.properties ?? {}), [
      "project",
      "exemptions",
    ]);
  });
});
