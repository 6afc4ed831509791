// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of MinIO

import { unknown } from "../../../policies/judge";
import { bucketListingLimited } from "../../../policies/safe-data/bucket-listing-limited";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import {
  bucketPolicy,
  listOwn,
  policyText,
  readInput,
  rolePolicy,
  rolePolicyOf,
  type StatementText,
} from "../compliant";

const listing = (problem: string) => `policy "spe-heart-researcher", statement "ListOwn", ${problem}`;
const whole = "lists whole buckets; add a condition on s3:prefix";
const listAll: StatementText = { ...listOwn, Condition: readInput.Condition };
const listInput = { ...listAll, Resource: ["arn:aws:s3:::heart-input"] };
const withPrefix = (Condition: Record<string, unknown>) => rolePolicyOf({ ...listOwn, Condition });

describe("safe-data-bucket-listing-limited", () => {
  it("holds for a listing of a prefix", async () => {
    await holds(bucketListingLimited, [rolePolicy]);
  });

  it("holds for the root's names only, by the empty prefix with the delimiter", async () => {
    await holds(bucketListingLimited, [
      withPrefix({ StringEquals: { "s3:prefix": [""], "s3:delimiter": ["/"] } }),
      withPrefix({ StringEquals: { "s3:prefix": ["", "${jwt:sub}/"], "s3:delimiter": "/" } }),
    ]);
  });

  it("holds where the same people may read all that is listed", async () => {
    await holds(bucketListingLimited, [rolePolicyOf(listInput, readInput)]);
  });

  it("reports a listing of all where others, or only a part, may be read", async () => {
    const others = { "ForAnyValue:StringEquals": { "jwt:groups": ["/heart/checker"] } };
    for (const read of [
      { ...readInput, Condition: others },
      { ...readInput, Resource: ["arn:aws:s3:::heart-input/open/*"] },
      { ...readInput, Action: ["s3:PutObject"] },
      { ...readInput, Effect: "Deny" },
    ])
      await reports(bucketListingLimited, [rolePolicyOf(listInput, read)], [listing(whole)]);
  });

  for (const action of [
    "s3:ListBucket",
    "s3:ListBucketVersions",
    "s3:ListBucketMultipartUploads",
    "s3:List*",
    "s3:*",
  ])
    it(`reports "${action}" without a prefix`, async () => {
      await reports(bucketListingLimited, [rolePolicyOf({ ...listAll, Action: action })], [listing(whole)]);
    });

  it("reports NotAction without a prefix", async () => {
    const { Action: _, ...rest } = listAll;
    await reports(
      bucketListingLimited,
      [rolePolicyOf({ ...rest, NotAction: "s3:PutObject" })],
      [listing(whole)],
    );
  });

  it("reports conditions on the prefix that are no limit", async () => {
    for (const Condition of [
      { StringNotEquals: { "s3:prefix": ["secret/"] } },
      { "ForAllValues:StringLike": { "s3:prefix": ["${jwt:sub}/*"] } },
    ])
      await reports(bucketListingLimited, [withPrefix(Condition)], [listing(whole)]);
    await reports(
      bucketListingLimited,
      [withPrefix({ StringLike: { "s3:prefix": ["a/", "**"] } })],
      [listing("lists any prefix; narrow its condition on s3:prefix")],
    );
  });

  it("reports the empty prefix without the delimiter, or with another", async () => {
    for (const Condition of [
      { StringEquals: { "s3:prefix": [""] } },
      { StringEquals: { "s3:prefix": "" }, StringLike: { "s3:delimiter": ["/", "*"] } },
    ])
      await reports(
        bucketListingLimited,
        [withPrefix(Condition)],
        [listing(`lists every object by the empty prefix; demand the s3:delimiter "/" with it`)],
      );
  });

  it("judges policies of buckets too", async () => {
    const policy = policyText({ ...listAll, Principal: { AWS: "arn:aws:iam:::user/mount" } });
    await reports(
      bucketListingLimited,
      [changed(bucketPolicy, { policy })],
      [`policy of bucket "heart-input", statement "ListOwn", ${whole}`],
    );
  });

  it("reports a Deny that names only what is inside of the bucket, as the paper's does", async () => {
    const deny = { ...listAll, Effect: "Deny", Resource: ["arn:aws:s3:::heart-scratch/*"] };
    await reports(
      bucketListingLimited,
      [rolePolicyOf(deny)],
      [listing(`denies listing only inside of a bucket; name "arn:aws:s3:::heart-scratch" too`)],
    );
    await holds(bucketListingLimited, [
      rolePolicyOf({ ...deny, Resource: ["arn:aws:s3:::heart-scratch", "arn:aws:s3:::heart-scratch/*"] }),
      rolePolicyOf({ ...deny, Resource: "*" }),
    ]);
  });

  it("reports a document that cannot be read", async () => {
    await reports(
      bucketListingLimited,
      [changed(rolePolicy, { policy: "null" })],
      [
        'policy "spe-heart-researcher" cannot be read: it has no object in the document; write it as a JSON policy document of S3',
      ],
    );
  });

  it("cannot be judged while the document is unknown", async () => {
    await cannotJudge(bucketListingLimited, [changed(rolePolicy, { policy: unknown })], "policy");
  });
});
