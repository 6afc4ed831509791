import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { unknown } from "../../../policies/judge";
import { bucketProjectOf, firstBucket } from "../../../policies/kit/bucket-project";
import { guarded } from "../guarded";

describe("bucketProjectOf", () => {
  for (const [bucket, project] of [
    ["heart-input", "heart"],
    ["heart-input-imaging", "heart"],
    ["heart-egress-request", "heart"],
    ["heart-failure-scratch", "heart-failure"],
    ["release", ""],
    ["heart", undefined],
    ["heart-inputs", undefined],
  ] as const)
    it(`says ${JSON.stringify(project)} of "${bucket}"`, () => {
      assert.equal(bucketProjectOf(bucket), project);
    });

  it("says the given project of its buckets, and nothing of others", () => {
    assert.equal(bucketProjectOf("audit-input-release", "audit-input"), "audit-input");
    assert.equal(bucketProjectOf("lungs-input", "heart"), undefined);
  });
});

describe("firstBucket", () => {
  const names = [unknown, "lungs-audit", "heart-audit", "heart-audit-2", "heart-release", "heart"];
  const buckets = names.map((bucket) => ({ props: guarded({ bucket }) }) as unknown as PolicyResource);

  it("is the first of a role in the project of another bucket", () => {
    assert.equal(firstBucket(buckets, "audit", "heart-release"), "heart-audit");
    assert.equal(firstBucket(buckets, "audit", "heart-release", "heart"), "heart-audit");
    assert.equal(firstBucket(buckets, "audit", "lungs-input"), "lungs-audit");
  });

  it("is none where the project has none of the role", () => {
    assert.equal(firstBucket(buckets, "input", "heart-release"), undefined);
    assert.equal(firstBucket(buckets, "release", "lungs-audit"), undefined);
  });
});
