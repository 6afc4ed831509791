// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of MinIO

import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { rolePolicyLimited } from "../../../policies/safe-data/role-policy-limited";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket, listOwn, readInput, rolePolicy, rolePolicyOf, scratchBucket, workInOwn } from "../compliant";

const buckets = [bucket, scratchBucket];
const everyone = (sid: string) =>
  `role policy "spe-heart-researcher", statement "${sid}", is for everyone who logs in; limit it by a condition on jwt:groups or jwt:upn, or by a path such as \${jwt:sub}/*`;
const reaches = (what: string) =>
  `role policy "spe-heart-researcher", statement "ReadInput", reaches ${what}; name buckets of this stack`;
const { Condition: _, ...readByAll } = readInput;
const attachment: Judged = {
  type: "minio:index/iamUserPolicyAttachment:IamUserPolicyAttachment",
  name: "heart-mount-policy",
  props: { userName: "heart-mount", policyName: "spe-heart-researcher" },
};

describe("safe-data-role-policy-limited", () => {
  it("holds for statements limited to the stack's buckets and to a group", async () => {
    await holds(rolePolicyLimited, [rolePolicy, ...buckets]);
  });

  const limits: [string, unknown][] = [
    ["a person by name", { StringEquals: { "jwt:upn": "4f@lifescience-ri.eu" } }],
    ["one of some people", { "ForAnyValue:StringEquals": { "jwt:preferred_username": ["alice", "bob"] } }],
    ["what is in a group", { StringLike: { "jwt:groups": ["/heart/*"] } }],
  ];
  for (const [name, Condition] of limits)
    it(`holds for ${name}`, async () => {
      await holds(rolePolicyLimited, [rolePolicyOf({ ...readInput, Condition }), ...buckets]);
    });

  it("holds for paths and listings that are the person's own, with no condition on a group", async () => {
    const { Condition: _group, ...own } = workInOwn;
    const Condition = { StringLike: { "s3:prefix": ["${jwt:sub}/*", "${jwt:sub}/"] } };
    await holds(rolePolicyLimited, [rolePolicyOf(own, { ...listOwn, Condition }), ...buckets]);
  });

  it("holds for a policy that only denies", async () => {
    await holds(rolePolicyLimited, [
      rolePolicyOf({ Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::*" }),
    ]);
  });

  it("leaves policies of MinIO's own users and groups to other rules", async () => {
    const open = rolePolicyOf(readByAll);
    const groupAttachment = {
      ...attachment,
      type: "minio:index/iamGroupPolicyAttachment:IamGroupPolicyAttachment",
    };
    await holds(rolePolicyLimited, [open, attachment, ...buckets]);
    await holds(rolePolicyLimited, [open, groupAttachment, ...buckets]);
  });

  it("tells an attached policy from its dependencies while its name is unknown", async () => {
    const pending = {
      ...changed(attachment, { policyName: unknown }),
      dependencies: { policyName: [urnOf(rolePolicy.type, rolePolicy.name)] },
    };
    await holds(rolePolicyLimited, [rolePolicyOf(readByAll), pending, ...buckets]);
  });

  it("counts a policy whose attachment cannot be told as a role policy", async () => {
    const pending = changed(attachment, { policyName: unknown });
    await reports(rolePolicyLimited, [rolePolicyOf(readByAll), pending, ...buckets], [everyone("ReadInput")]);
  });

  it("reports an Allow for everyone", async () => {
    await reports(rolePolicyLimited, [rolePolicyOf(readByAll), ...buckets], [everyone("ReadInput")]);
  });

  const open: [string, Record<string, unknown>][] = [
    [
      "ForAllValues, which a token without groups meets",
      { "ForAllValues:StringEquals": { "jwt:groups": ["/heart/researcher"] } },
    ],
    ["a condition that leaves people out", { StringNotEquals: { "jwt:groups": ["/heart/checker"] } }],
    ["a pattern for a group", { StringLike: { "jwt:groups": ["*"] } }],
    ["a pattern for everybody's group", { StringLike: { "jwt:groups": ["/*"] } }],
    ["a pattern beside a group", { StringLike: { "jwt:groups": ["/heart/researcher", "*"] } }],
    ["a variable, which is whoever asks", { StringEquals: { "jwt:sub": ["${jwt:sub}"] } }],
    ["a condition without values", { StringEquals: { "jwt:groups": [] } }],
    ["a condition on being there", { Null: { "jwt:groups": "false" } }],
    ["a claim that people share", { StringEquals: { "jwt:scope": ["openid"] } }],
    ["another key", { StringEquals: { "aws:username": ["alice"] } }],
    ["a prefix for something other than a listing", { StringLike: { "s3:prefix": ["${jwt:sub}/*"] } }],
  ];
  for (const [name, Condition] of open)
    it(`reports ${name}`, async () => {
      await reports(
        rolePolicyLimited,
        [rolePolicyOf({ ...readInput, Condition }), ...buckets],
        [everyone("ReadInput")],
      );
    });

  for (const path of [
    "${jwt:sub}*",
    "${jwt:groups}/*",
    "*/${jwt:sub}/*",
    "${jwt:name}/*",
    "${aws:username}/*",
  ])
    it(`reports the path "${path}" without a condition`, async () => {
      const { Condition: _group, ...own } = workInOwn;
      const Resource = [`arn:aws:s3:::heart-scratch/${path}`];
      await reports(
        rolePolicyLimited,
        [rolePolicyOf({ ...own, Resource }), ...buckets],
        [everyone("WorkInOwn")],
      );
    });

  it("reports a listing by a prefix that others' begin with too, or with one that is not the person's", async () => {
    for (const prefixes of [["${jwt:sub}"], ["${jwt:sub}/*", ""]]) {
      const statement = { ...listOwn, Condition: { StringLike: { "s3:prefix": prefixes } } };
      await reports(rolePolicyLimited, [rolePolicyOf(statement), ...buckets], [everyone("ListOwn")]);
    }
  });

  for (const resource of [
    "arn:aws:s3:::lungs-input/*",
    "arn:aws:s3:::heart-*",
    "*",
    "arn:aws:s3:::heart-inputs",
  ])
    it(`reports the resource "${resource}", which is no bucket of the stack`, async () => {
      await reports(
        rolePolicyLimited,
        [rolePolicyOf({ ...readInput, Resource: resource }), ...buckets],
        [reaches(`"${resource}"`)],
      );
    });

  it("reports what reaches all or all but some buckets", async () => {
    const { Resource, ...rest } = readInput;
    await reports(
      rolePolicyLimited,
      [rolePolicyOf({ ...rest, Action: "admin:ServerInfo" }), ...buckets],
      [reaches("everything, since it has no Resource")],
    );
    await reports(
      rolePolicyLimited,
      [rolePolicyOf({ ...rest, NotResource: Resource }), ...buckets],
      [reaches("all but a few buckets by NotResource")],
    );
  });

  it("reports a document that cannot be read", async () => {
    await reports(
      rolePolicyLimited,
      [changed(rolePolicy, { policy: "[]" })],
      [
        'role policy "spe-heart-researcher" cannot be read: it has no object in the document; write it as a JSON policy document of S3',
      ],
    );
  });

  it("cannot be judged while a document is unknown, and still reports the others", async () => {
    const pending = {
      ...changed(rolePolicy, { policy: unknown, name: "spe-heart-checker" }),
      name: "checker",
    };
    await cannotJudge(rolePolicyLimited, [pending, rolePolicyOf(readByAll), ...buckets], "policy", [
      everyone("ReadInput"),
    ]);
  });

  it("cannot be judged while a bucket may be one whose name is unknown", async () => {
    await cannotJudge(
      rolePolicyLimited,
      [rolePolicy, changed(bucket, { bucket: unknown }), scratchBucket],
      "bucket",
    );
  });
});
