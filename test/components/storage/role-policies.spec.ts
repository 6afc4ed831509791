import assert from "node:assert/strict";
import {
  checkerDocument,
  managerDocument,
  type PolicyScope,
  researcherDocument,
} from "../../../components/storage/role-policies";

const scope: PolicyScope = {
  projectId: "heart",
  buckets: [
    { role: "input" },
    { role: "input", name: "imaging" },
    { role: "scratch" },
    { role: "egress-request" },
    { role: "release" },
    { role: "audit" },
  ],
  prefix: "subject",
  listNames: false,
  sourceRanges: [],
};

const group = (role: string) => ({ "ForAnyValue:StringEquals": { "jwt:groups": [`/heart/${role}`] } });
const arn = (name: string) => `arn:aws:s3:::heart-${name}`;
const parts = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of MinIO's policies
const own = "${jwt:sub}/*";

// What a server makes of the documents is shown by the matrix of test/support/store-matrix.ts on a real one.
describe("the role policies", () => {
  it("let researchers read input, work under their prefix and put egress requests there", () => {
    const Condition = group("researcher");
    assert.deepEqual(researcherDocument(scope), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Locate",
          Effect: "Allow",
          Action: ["s3:GetBucketLocation"],
          Resource: [arn("input"), arn("input-imaging"), arn("scratch"), arn("egress-request")],
          Condition,
        },
        {
          Sid: "ListInput",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: [arn("input"), arn("input-imaging")],
          Condition,
        },
        {
          Sid: "ReadInput",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: [arn("input/*"), arn("input-imaging/*")],
          Condition,
        },
        {
          Sid: "ListOwnScratch",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: [arn("scratch")],
          Condition: { ...Condition, StringLike: { "s3:prefix": [own] } },
        },
        {
          Sid: "WorkInOwnScratch",
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", ...parts],
          Resource: [arn(`scratch/${own}`)],
          Condition,
        },
        {
          Sid: "RequestEgress",
          Effect: "Allow",
          Action: ["s3:PutObject", ...parts],
          Resource: [arn(`egress-request/${own}`)],
          Condition,
        },
      ],
    });
  });

  it("let checkers read egress requests by version and put releases", () => {
    const Condition = group("checker");
    assert.deepEqual(checkerDocument(scope).Statement, [
      {
        Sid: "Locate",
        Effect: "Allow",
        Action: ["s3:GetBucketLocation"],
        Resource: [arn("egress-request"), arn("release")],
        Condition,
      },
      {
        Sid: "ListRequests",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:ListBucketVersions"],
        Resource: [arn("egress-request")],
        Condition,
      },
      {
        Sid: "ReadRequests",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: [arn("egress-request/*")],
        Condition,
      },
      {
        Sid: "Release",
        Effect: "Allow",
        Action: ["s3:PutObject", ...parts],
        Resource: [arn("release/*")],
        Condition,
      },
    ]);
  });

  it("let managers put input without reading it, and read releases", () => {
    const Condition = group("manager");
    assert.deepEqual(
      managerDocument({ ...scope, buckets: [{ role: "input" }, { role: "release" }] }).Statement,
      [
        {
          Sid: "Locate",
          Effect: "Allow",
          Action: ["s3:GetBucketLocation"],
          Resource: [arn("input"), arn("release")],
          Condition,
        },
        {
          Sid: "ListInput",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: [arn("input")],
          Condition: { ...Condition, StringLike: { "s3:prefix": ["?*"] } },
        },
        {
          Sid: "ListInputRoot",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: [arn("input")],
          Condition: { ...Condition, StringEquals: { "s3:prefix": [""], "s3:delimiter": ["/"] } },
        },
        {
          Sid: "BringInput",
          Effect: "Allow",
          Action: ["s3:PutObject", ...parts],
          Resource: [arn("input/*")],
          Condition,
        },
        {
          Sid: "ListReleases",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: [arn("release")],
          Condition,
        },
        {
          Sid: "ReadReleases",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: [arn("release/*")],
          Condition,
        },
      ],
    );
  });

  it("go by user name where a site wants that", () => {
    const { Statement } = researcherDocument({ ...scope, prefix: "user-name" });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of MinIO's policies
    const byName = "${jwt:preferred_username}/*";
    const [scratch] = Statement.filter(({ Sid }) => Sid === "WorkInOwnScratch");
    assert.deepEqual(scratch?.Resource, [arn(`scratch/${byName}`)]);
    const [listing] = Statement.filter(({ Sid }) => Sid === "ListOwnScratch");
    assert.deepEqual(listing?.Condition?.StringLike, { "s3:prefix": [byName] });
  });

  it("list the root of scratch, level by level, only where names may be seen", () => {
    const names = ({ Sid }: { Sid: string }): boolean => Sid === "ListNames";
    assert.equal(researcherDocument(scope).Statement.some(names), false);
    const [listing] = researcherDocument({ ...scope, listNames: true }).Statement.filter(names);
    assert.deepEqual(listing?.Condition?.StringEquals, { "s3:prefix": [""], "s3:delimiter": ["/"] });
    assert.deepEqual(listing?.Resource, [arn("scratch")]);
  });

  it("hold each Allow to the source ranges", () => {
    const documents = [researcherDocument, checkerDocument, managerDocument].map((build) =>
      build({ ...scope, sourceRanges: ["192.0.2.0/24"] }),
    );
    for (const { Condition } of documents.flatMap(({ Statement }) => Statement)) {
      assert.deepEqual(Condition?.IpAddress, { "aws:SourceIp": ["192.0.2.0/24"] });
    }
  });

  it("allow nothing where the project has no bucket of theirs", () => {
    const { Statement } = checkerDocument({ ...scope, buckets: [{ role: "input" }] });
    assert.deepEqual(
      Statement.map(({ Effect }) => Effect),
      ["Deny"],
    );
  });

  it("never reach the audit bucket, all actions or all buckets", () => {
    const statements = [researcherDocument, checkerDocument, managerDocument].flatMap(
      (build) => build(scope).Statement,
    );
    const resources = statements.flatMap(({ Resource = [] }) => Resource);
    assert.deepEqual(
      resources.filter(
        (resource) => resource.includes("audit") || !resource.startsWith("arn:aws:s3:::heart-"),
      ),
      [],
    );
    assert.deepEqual(
      statements.flatMap(({ Action }) => Action).filter((action) => action.includes("*")),
      [],
    );
  });
});
