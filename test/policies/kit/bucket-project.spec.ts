import assert from "node:assert/strict";
import { bucketProjectOf } from "../../../policies/kit/bucket-project";

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
