import { type Judged, unknown } from "../../../policies/judge";
import { inputReadOnly } from "../../../policies/safe-data/input-read-only";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import {
  inputShare,
  inputShareAccess,
  readInput,
  rolePolicy,
  rolePolicyOf,
  type StatementText,
  workInOwn,
} from "../compliant";

const writes: StatementText = { ...readInput, Sid: "Write", Action: ["s3:PutObject"] };
const of = (group: string) => ({ "ForAnyValue:StringEquals": { "jwt:groups": [group] } });
const lets = (actions: string, resources = "arn:aws:s3:::heart-input/*") =>
  `role policy "spe-heart-researcher", statement "Write", lets researchers use ${actions} on ${resources}; allow them to read only`;

describe("safe-data-input-read-only", () => {
  it("holds where researchers read the input and write elsewhere, and shares are read-only", async () => {
    await holds(inputReadOnly, [rolePolicy, inputShare, inputShareAccess]);
  });

  it("holds where managers write the input", async () => {
    await holds(inputReadOnly, [rolePolicyOf({ ...writes, Condition: of("/heart/manager") })]);
  });

  it("holds for a policy of a user of MinIO, who is no researcher", async () => {
    const attachment: Judged = {
      type: "minio:index/iamUserPolicyAttachment:IamUserPolicyAttachment",
      name: "intake-policy",
      props: { userName: "intake", policyName: "spe-heart-researcher" },
    };
    await holds(inputReadOnly, [rolePolicyOf(writes), attachment]);
  });

  for (const action of [
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutBucketPolicy",
    "s3:*",
    "*",
  ])
    it(`reports researchers' "${action}"`, async () => {
      await reports(
        inputReadOnly,
        [rolePolicyOf({ ...writes, Action: ["s3:GetObject", action] })],
        [lets(action)],
      );
    });

  it("reports writing by NotAction and to what NotResource leaves", async () => {
    const { Action, Resource, ...rest } = writes;
    await reports(
      inputReadOnly,
      [rolePolicyOf({ ...rest, NotAction: "s3:GetObject", Resource })],
      [lets("all but s3:GetObject")],
    );
    await reports(
      inputReadOnly,
      [rolePolicyOf({ ...rest, Action, NotResource: "arn:aws:s3:::x" })],
      [lets("s3:PutObject", "all but arn:aws:s3:::x")],
    );
  });

  for (const resource of [
    "arn:aws:s3:::heart-input",
    "arn:aws:s3:::heart-input-imaging/*",
    "arn:aws:s3:::heart-*",
    "*",
  ])
    it(`reports writing to "${resource}"`, async () => {
      await reports(
        inputReadOnly,
        [rolePolicyOf({ ...writes, Resource: resource })],
        [lets("s3:PutObject", resource)],
      );
    });

  const conditions: [string, Record<string, unknown>][] = [
    ["no condition", {}],
    ["a person by name, who may be a researcher", { StringEquals: { "jwt:upn": "4f@lifescience-ri.eu" } }],
    ["any group of the project", { StringLike: { "jwt:groups": ["/heart/*"] } }],
    ["managers or researchers", { StringEquals: { "jwt:groups": ["/heart/manager", "/heart/researcher"] } }],
    ["everyone by ForAllValues", { "ForAllValues:StringEquals": { "jwt:groups": ["/heart/manager"] } }],
  ];
  for (const [name, Condition] of conditions)
    it(`reports writing for ${name}`, async () => {
      await reports(inputReadOnly, [rolePolicyOf({ ...writes, Condition })], [lets("s3:PutObject")]);
    });

  it("tells a bucket's role by the project's id where that looks like a role", async () => {
    const policy = rolePolicyOf({ ...writes, Resource: "arn:aws:s3:::user-input-scratch/*" });
    await holds(inputReadOnly, [policy], { config: { project: "user-input" } });
    await reports(inputReadOnly, [policy], [lets("s3:PutObject", "arn:aws:s3:::user-input-scratch/*")]);
  });

  it("reports a share of input that may be written", async () => {
    for (const accessLevel of ["rw", undefined])
      await reports(
        inputReadOnly,
        [inputShare, changed(inputShareAccess, { accessLevel })],
        [
          `access "heart-input-share-access" to the input share "heart-input-share" has the level "${accessLevel}"; set accessLevel to "ro"`,
        ],
      );
  });

  it("reports a document that cannot be read", async () => {
    await reports(
      inputReadOnly,
      [changed(rolePolicy, { policy: "x" })],
      [
        'role policy "spe-heart-researcher" cannot be read: it is not JSON; write it as a JSON policy document of S3',
      ],
    );
  });

  it("cannot be judged while a document is unknown, and still reports the others", async () => {
    const pending = { ...changed(rolePolicy, { policy: unknown }), name: "pending" };
    await cannotJudge(inputReadOnly, [pending, rolePolicyOf(writes, workInOwn)], "policy", [
      lets("s3:PutObject"),
    ]);
  });
});
