import { unknown } from "../../../policies/judge";
import { bucketPolicyNamed } from "../../../policies/safe-data/bucket-policy-named";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucketPolicy, policyText } from "../compliant";

const read = {
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam:::user/mount"] },
  Action: ["s3:GetObject"],
  Resource: ["arn:aws:s3:::heart-input/*"],
};
const policyOf = (statement: Record<string, unknown>) =>
  changed(bucketPolicy, { policy: policyText(statement) });

describe("safe-data-bucket-policy-named", () => {
  it("holds where everyone is only denied, and where a user is allowed by name", async () => {
    await holds(bucketPolicyNamed, [bucketPolicy, policyOf(read)]);
  });

  const everyone: [string, unknown][] = [
    ["*", "*"],
    ["*", { AWS: "*" }],
    ["*", { AWS: ["arn:aws:iam:::user/mount", "*"] }],
    ["*", { CanonicalUser: "*" }],
    ["**", ["**"]],
    ["arn:aws:iam:::user/*", { AWS: "arn:aws:iam:::user/*" }],
  ];
  for (const [shown, Principal] of everyone)
    it(`reports the principal ${JSON.stringify(Principal)}`, async () => {
      await reports(
        bucketPolicyNamed,
        [policyOf({ Sid: "Open", ...read, Principal })],
        [`policy of bucket "heart-input", statement "Open", lets in "${shown}"; delete the statement`],
      );
    });

  it("reports an Allow for everyone but some, and one that names nobody", async () => {
    const { Principal, ...nobody } = read;
    for (const statement of [nobody, { ...nobody, NotPrincipal: Principal }])
      await reports(
        bucketPolicyNamed,
        [policyOf(statement)],
        [
          'policy of bucket "heart-input", statement 1, lets in everyone it does not name; delete the statement',
        ],
      );
  });

  it("judges a statement that is not in a list", async () => {
    const policy = JSON.stringify({ Statement: { ...read, Principal: "*" } });
    await reports(
      bucketPolicyNamed,
      [changed(bucketPolicy, { policy })],
      ['policy of bucket "heart-input", statement 1, lets in "*"; delete the statement'],
    );
  });

  it("reports a document that cannot be read", async () => {
    await reports(
      bucketPolicyNamed,
      [changed(bucketPolicy, { policy: "{" })],
      [
        'policy of bucket "heart-input" cannot be read: it is not JSON; write it as a JSON policy document of S3',
      ],
    );
  });

  it("cannot be judged while the document is unknown", async () => {
    await cannotJudge(bucketPolicyNamed, [changed(bucketPolicy, { policy: unknown })], "policy");
  });
});
