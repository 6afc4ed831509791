import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  hasOpenVerb,
  includesAction,
  isBucketPattern,
  lists,
  onlyLists,
  onlyReads,
  resourceParts,
} from "../../../policies/kit/s3-match";

describe("actions of S3", () => {
  it("include others by pattern, in any case", () => {
    for (const action of ["s3:GetObject", "S3:getobject", "s3:Get*", "s3:*", "*", "s3:GetObjec?"])
      assert.ok(includesAction(action, "s3:GetObject"), action);
    for (const action of ["s3:GetObjectVersion", "s3:Put*", "admin:*", "s3.GetObject", "s3:GetObject?"])
      assert.ok(!includesAction(action, "s3:GetObject"), action);
  });

  it("list by name or pattern, and do nothing else by name only", () => {
    assert.ok(lists("s3:List*") && lists("s3:ListBucketVersions") && !lists("s3:ListAllMyBuckets"));
    assert.ok(onlyLists("s3:ListBucket") && !onlyLists("s3:ListBucket*") && !onlyLists("s3:List*"));
  });

  it("only read when their verb is Get or List, written out", () => {
    for (const action of ["s3:GetObject", "s3:Get*", "s3:ListBucket"]) assert.ok(onlyReads(action), action);
    for (const action of ["s3:*", "*", "s3:?etObject", "s3:G*", "admin:ListUsers"])
      assert.ok(!onlyReads(action), action);
  });

  it("have an open verb where it is a pattern", () => {
    for (const action of ["*", "s3:*", "s3*", "?3:GetObject", "s3:"]) assert.ok(hasOpenVerb(action), action);
    for (const action of ["s3:Get*", "admin:ServerInfo"]) assert.ok(!hasOpenVerb(action), action);
  });
});

describe("resources of S3", () => {
  it("are a bucket and a path", () => {
    assert.deepEqual(resourceParts("arn:aws:s3:::heart-input"), { bucket: "heart-input" });
    assert.deepEqual(resourceParts("arn:aws:s3:::heart-input/a/*"), { bucket: "heart-input", path: "a/*" });
    assert.deepEqual(resourceParts("arn:aws:s3:::heart-input/"), { bucket: "heart-input", path: "" });
  });

  it("reach every bucket where they are no ARN of S3", () => {
    for (const resource of ["*", "arn:*", "arn:aws:s3:*", "ARN:aws:s3:::heart-input"])
      assert.deepEqual(resourceParts(resource), { bucket: "*" });
  });

  it("may be patterns", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of MinIO
    for (const bucket of ["*", "heart-*", "heart-?", "${jwt:sub}"])
      assert.ok(isBucketPattern(bucket), bucket);
    assert.ok(!isBucketPattern("heart-input"));
  });
});

describe("what is said of an action", () => {
  const action = fc
    .tuple(
      fc.constantFrom("s3:", "S3:", "admin:", ""),
      fc.string({ unit: fc.constantFrom(..."GetLisPuObjc*?") }),
    )
    .map((parts) => parts.join(""));

  it("does not depend on its case", () => {
    fc.assert(
      fc.property(action, (name) => {
        for (const test of [lists, onlyLists, onlyReads, hasOpenVerb])
          assert.equal(test(name.toUpperCase()), test(name.toLowerCase()));
      }),
    );
  });

  it("agrees: what only lists also lists and only reads, and what reads only has its verb written out", () => {
    fc.assert(
      fc.property(fc.oneof(action, fc.constantFrom("s3:ListBucket", "s3:listbucketversions")), (name) => {
        assert.ok(!onlyLists(name) || (lists(name) && onlyReads(name)));
        assert.ok(!onlyReads(name) || !hasOpenVerb(name));
      }),
    );
  });

  it("holds for each pattern that includes it", () => {
    const place = fc.integer({ min: 3, max: 13 });
    fc.assert(
      fc.property(
        fc.constantFrom("s3:ListBucket", "s3:ListBucketVersions"),
        place,
        place,
        (name, one, other) => {
          const pattern = `${name.slice(0, Math.min(one, other))}*${name.slice(Math.max(one, other))}`;
          assert.ok(includesAction(pattern, name) && lists(pattern), pattern);
        },
      ),
    );
  });
});
