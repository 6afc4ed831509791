import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { noAccessKeys } from "../../../components/storage/guard-policy";
import { machineDocument } from "../../../components/storage/machine-policy";
import { ServiceAccount, type ServiceAccountArgs } from "../../../components/storage/service-account";
import { assertWellBuilt, recordResources } from "../../support/record";

const args: ServiceAccountArgs = {
  projectId: "heart",
  account: "mount",
  bucket: "heart-input",
  prefix: "public/",
  access: "read",
};

const byType = (one: { type: string }, other: { type: string }): number => (one.type < other.type ? -1 : 1);

describe("ServiceAccount", () => {
  it("makes keys of a user of its own, limited by policy twice", async () => {
    const recorded = await recordResources(
      () => new ServiceAccount("heart-mount", args),
      (type) => (type.includes("ServiceAccount") ? { accessKey: "made", secretKey: "made-too" } : {}),
    );
    assertWellBuilt(recorded);
    const policy = JSON.stringify(
      machineDocument({ bucket: "heart-input", prefix: "public/", access: "read" }),
    );
    assert.deepEqual(recorded.map(({ type, name, inputs }) => ({ type, name, inputs })).sort(byType), [
      {
        type: "minio:index/iamPolicy:IamPolicy",
        name: "heart-mount-policy",
        inputs: { name: "spe-heart-machine-mount", policy },
      },
      {
        type: "minio:index/iamServiceAccount:IamServiceAccount",
        name: "heart-mount-keys",
        inputs: { targetUser: "spe-heart-machine-mount", policy },
      },
      {
        type: "minio:index/iamUser:IamUser",
        name: "heart-mount",
        inputs: { name: "spe-heart-machine-mount", forceDestroy: false },
      },
      {
        type: "minio:index/iamUserPolicyAttachment:IamUserPolicyAttachment",
        name: "heart-mount-attachment",
        inputs: { userName: "spe-heart-machine-mount", policyName: "spe-heart-machine-mount" },
      },
      { type: "spe:storage:ServiceAccount", name: "heart-mount", inputs: {} },
    ]);
  });

  it("keeps both keys secret", async () => {
    const secrets: boolean[] = [];
    await recordResources(async () => {
      const { accessKey, secretKey } = new ServiceAccount("heart-mount", args);
      secrets.push(await pulumi.isSecret(accessKey), await pulumi.isSecret(secretKey));
    });
    assert.deepEqual(secrets, [true, true]);
  });

  it("limits a machine to its folder, lets it change things there only to write, and make no keys", () => {
    assert.deepEqual(
      machineDocument({ bucket: "heart-input", prefix: "public/", access: "read" }).Statement,
      [
        {
          Sid: "Locate",
          Effect: "Allow",
          Action: ["s3:GetBucketLocation"],
          Resource: ["arn:aws:s3:::heart-input"],
        },
        {
          Sid: "List",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::heart-input"],
          Condition: { StringLike: { "s3:prefix": ["public/*"] } },
        },
        {
          Sid: "Objects",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::heart-input/public/*"],
        },
        noAccessKeys,
      ],
    );
    const { Statement } = machineDocument({ bucket: "heart-scratch", prefix: "", access: "write" });
    assert.deepEqual(
      Statement.find(({ Sid }) => Sid === "Objects"),
      {
        Sid: "Objects",
        Effect: "Allow",
        Action: [
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts",
        ],
        Resource: ["arn:aws:s3:::heart-scratch/*"],
      },
    );
  });

  const wrong: [string, Partial<ServiceAccountArgs>, string][] = [
    [
      "an account's name",
      { account: "-mount" },
      'account must be up to 32 lower-case letters, digits and inner hyphens, got "-mount"',
    ],
    [
      "another project's bucket",
      { bucket: "lungs-input" },
      'bucket must be a bucket of the project, "heart-…", got "lungs-input"',
    ],
    [
      "a prefix that is no folder",
      { prefix: "public" },
      'prefix must be empty or end with "/", without *, ?, $ and empty parts, got "public"',
    ],
    [
      "a prefix that is a pattern",
      { prefix: "*/" },
      'prefix must be empty or end with "/", without *, ?, $ and empty parts, got "*/"',
    ],
  ];
  for (const [what, changes, message] of wrong) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        recordResources(() => new ServiceAccount("heart-mount", { ...args, ...changes })),
        { message: `service account "heart-mount": ${message}` },
      );
    });
  }
});
