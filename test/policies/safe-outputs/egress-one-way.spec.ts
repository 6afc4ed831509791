import { type Judged, unknown } from "../../../policies/judge";
import { egressOneWay } from "../../../policies/safe-outputs/egress-one-way";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket, bucketPolicy, policyText, scratchBucket } from "../compliant";
import { lockedBucket, releaseBucket, requestBucket } from "../compliant-store";

const both = [requestBucket, releaseBucket];
const ofLungs = ({ name, props }: Judged): Judged => ({
  ...requestBucket,
  name: `lungs-${name}`,
  props: { ...props, bucket: String(props?.bucket).replace("heart", "lungs") },
});
const policyOf = (statement: Record<string, unknown>, bucketName = "heart-input"): Judged =>
  changed(bucketPolicy, {
    bucket: bucketName,
    policy: policyText({
      Effect: "Allow",
      Principal: { AWS: ["*"] },
      Action: ["s3:GetObject"],
      Resource: [`arn:aws:s3:::${bucketName}/*`],
      ...statement,
    }),
  });
const open = 'policy of bucket "heart-input", statement 1, lets outsiders read; delete the statement';

describe("safe-outputs-egress-one-way", () => {
  it("holds for one bucket of each kind, in each project", async () => {
    await holds(egressOneWay, [...both, bucket, scratchBucket, bucketPolicy]);
    await holds(egressOneWay, [...both, ...both.map(ofLungs)]);
    await holds(egressOneWay, both, { config: { project: "heart" } });
  });

  it("holds where nothing leaves at all", async () => {
    await holds(egressOneWay, [bucket, scratchBucket]);
  });

  for (const role of ["egress-request", "release"])
    it(`reports a second ${role} bucket`, async () => {
      await reports(
        egressOneWay,
        [...both, lockedBucket(`${role}-two`)],
        [`bucket "heart-${role}-two" is a second ${role} bucket beside "heart-${role}"; keep one`],
      );
    });

  it("reports a way out without one who checks, and one that leads nowhere", async () => {
    await reports(
      egressOneWay,
      [bucket, releaseBucket, ofLungs(requestBucket)],
      [
        'bucket "heart-release" has no egress-request bucket beside it; add one, or remove it',
        'bucket "lungs-egress-request" has no release bucket beside it; add one, or remove it',
      ],
    );
  });

  const statements: [string, Record<string, unknown>][] = [
    ["everyone", {}],
    ["a pattern for a name", { Principal: "arn:aws:iam::*:user/*" }],
    ["nobody by name", { Principal: undefined }],
    ["all but a few", { Principal: undefined, NotPrincipal: { AWS: "mona" } }],
    ["who lists", { Action: "s3:ListBucket" }],
    ["who does what it likes", { Action: "s3:*" }],
    ["who does all but a few things", { Action: undefined, NotAction: "s3:DeleteObject" }],
    ["addresses", { Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }],
  ];
  for (const [name, statement] of statements)
    it(`reports a policy that lets in ${name}`, async () => {
      await reports(egressOneWay, [policyOf(statement)], [open]);
    });

  it("holds for a policy that lets in a name, lets outsiders write only, or denies", async () => {
    for (const statement of [{ Principal: { AWS: "mona" } }, { Action: "s3:PutObject" }, { Effect: "Deny" }])
      await holds(egressOneWay, [policyOf(statement)]);
  });

  it("leaves the release bucket's policy to the rule on principals", async () => {
    await holds(egressOneWay, [policyOf({}, "heart-release")]);
  });

  it("reports a policy that cannot be read", async () => {
    await reports(
      egressOneWay,
      [changed(bucketPolicy, { policy: "" })],
      [
        'policy of bucket "heart-input" cannot be read: it is not JSON; write it as a JSON policy document of S3',
      ],
    );
  });

  it("cannot be judged while a bucket may be the one that is missing, and still reports the rest", async () => {
    const pending = { ...changed(bucket, { bucket: unknown }), name: "pending" };
    await cannotJudge(egressOneWay, [releaseBucket, pending, policyOf({})], "bucket", [open]);
  });
});
