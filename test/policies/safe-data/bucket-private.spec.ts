import { unknown } from "../../../policies/judge";
import { bucketPrivate } from "../../../policies/safe-data/bucket-private";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket } from "../compliant";

describe("safe-data-bucket-private", () => {
  it("holds for a private bucket, and for one that leaves the ACL to the provider's default", async () => {
    await holds(bucketPrivate, [bucket, changed(bucket, { acl: undefined })]);
  });

  for (const acl of ["public", "public-read", "public-read-write", "public-write", "Private", ""])
    it(`reports the ACL "${acl}"`, async () => {
      await reports(
        bucketPrivate,
        [changed(bucket, { acl })],
        [`bucket "heart-input" has the ACL "${acl}"; set acl to "private"`],
      );
    });

  it("calls a bucket by its resource where its name is not known", async () => {
    await reports(
      bucketPrivate,
      [changed(bucket, { acl: "public", bucket: unknown })],
      [`bucket "heart-store-input" has the ACL "public"; set acl to "private"`],
    );
  });

  it("cannot be judged while the ACL is unknown", async () => {
    await cannotJudge(bucketPrivate, [changed(bucket, { acl: unknown })], "acl");
  });
});
