import assert from "node:assert/strict";
import { bucketRoles } from "../../../components/five-safes";
import { bucketName } from "../../../components/naming";
import { bucketRoleOf } from "../../../policies/kit/bucket-role";

describe("bucketRoleOf", () => {
  it("reads every name that the components give, with and without the project", () => {
    for (const role of bucketRoles)
      for (const name of [undefined, "imaging", "input"]) {
        const bucket = bucketName("heart", role, name);
        assert.equal(bucketRoleOf(bucket, "heart"), role, bucket);
        assert.equal(bucketRoleOf(bucket), role, bucket);
      }
  });

  it("takes no other word for a role", () => {
    for (const bucket of ["heart", "heart-inputs", "heart-egress", "heartinput", "", "lungs-input"])
      assert.equal(bucketRoleOf(bucket, "heart"), undefined, bucket);
    for (const bucket of ["heart", "heart-inputs", "heart-egress", "heartinput", ""])
      assert.equal(bucketRoleOf(bucket), undefined, bucket);
  });

  it("does not take the project's id for a role", () => {
    assert.equal(bucketRoleOf("user-input-scratch", "user-input"), "scratch");
  });
});
