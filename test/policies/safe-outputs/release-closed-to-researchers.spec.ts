// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of MinIO

import { unknown } from "../../../policies/judge";
import { releaseClosedToResearchers } from "../../../policies/safe-outputs/release-closed-to-researchers";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { readInput, rolePolicy, rolePolicyOf, workInOwn } from "../compliant";
import {
  checkerPolicy,
  checkerPolicyOf,
  egressAccount,
  machineAttachment,
  machineUserPolicy,
  release,
} from "../compliant-store";

const researchers = readInput.Condition;
const asResearcher = { ...release, Condition: researchers };
const reported = (use: string, reach: string) =>
  `role policy "spe-heart-checker", statement "Release", lets researchers use ${use} on ${reach}; leave releases to checkers and managers`;
const put = "s3:PutObject, s3:AbortMultipartUpload";
const objects = "arn:aws:s3:::heart-release/*";

describe("safe-outputs-release-closed-to-researchers", () => {
  it("holds where checkers put releases, and researchers work elsewhere", async () => {
    await holds(releaseClosedToResearchers, [checkerPolicy, rolePolicy, egressAccount]);
    await holds(releaseClosedToResearchers, [rolePolicyOf(readInput, workInOwn)], {
      config: { project: "heart" },
    });
  });

  it("holds for what is denied, and for a machine's own policy", async () => {
    const { Condition: _, ...everyone } = release;
    await holds(releaseClosedToResearchers, [checkerPolicyOf({ ...asResearcher, Effect: "Deny" })]);
    await holds(releaseClosedToResearchers, [
      {
        ...machineUserPolicy,
        props: { ...checkerPolicyOf(everyone).props, name: "spe-heart-machine-mount" },
      },
      machineAttachment,
    ]);
  });

  it("reports what researchers may put there", async () => {
    await reports(releaseClosedToResearchers, [checkerPolicyOf(asResearcher)], [reported(put, objects)]);
  });

  it("reports what researchers may read there, also by a condition on an address", async () => {
    const Condition = { ...(researchers as object), IpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } };
    await reports(
      releaseClosedToResearchers,
      [checkerPolicyOf({ ...release, Action: "s3:GetObject", Condition })],
      [reported("s3:GetObject", objects)],
    );
  });

  const conditions: [string, unknown][] = [
    ["no condition", undefined],
    [
      "researchers beside checkers",
      { "ForAnyValue:StringEquals": { "jwt:groups": ["/heart/checker", "/heart/researcher"] } },
    ],
    ["every group of the project", { "ForAnyValue:StringLike": { "jwt:groups": ["/heart/*"] } }],
    [
      "a condition that a token without groups meets",
      { "ForAllValues:StringEquals": { "jwt:groups": ["/heart/checker"] } },
    ],
    ["all but a group", { StringNotEquals: { "jwt:groups": ["/heart/manager"] } }],
  ];
  for (const [name, Condition] of conditions)
    it(`reports a statement with ${name}`, async () => {
      await reports(
        releaseClosedToResearchers,
        [checkerPolicyOf({ ...release, Condition })],
        [reported(put, objects)],
      );
    });

  const reaches: [string, Record<string, unknown>, string][] = [
    ["a second release bucket", { Resource: "arn:aws:s3:::heart-release-b" }, "arn:aws:s3:::heart-release-b"],
    ["a pattern for buckets", { Resource: ["arn:aws:s3:::heart-*/*"] }, "arn:aws:s3:::heart-*/*"],
    ["everything", { Resource: "*" }, "*"],
    ["a variable for the bucket", { Resource: "arn:aws:s3:::${jwt:sub}/*" }, "arn:aws:s3:::${jwt:sub}/*"],
    [
      "all but another bucket",
      { Resource: undefined, NotResource: "arn:aws:s3:::heart-input/*" },
      "all but arn:aws:s3:::heart-input/*",
    ],
  ];
  for (const [name, reach, said] of reaches)
    it(`reports a statement for ${name}`, async () => {
      await reports(
        releaseClosedToResearchers,
        [checkerPolicyOf({ ...asResearcher, ...reach })],
        [reported(put, said)],
      );
    });

  it("reports an Allow by NotAction", async () => {
    await reports(
      releaseClosedToResearchers,
      [checkerPolicyOf({ ...asResearcher, Action: undefined, NotAction: "s3:GetObject" })],
      [reported("all but s3:GetObject", objects)],
    );
  });

  it("reports a document that cannot be read", async () => {
    await reports(
      releaseClosedToResearchers,
      [changed(checkerPolicy, { policy: "{" })],
      [
        'role policy "spe-heart-checker" cannot be read: it is not JSON; write it as a JSON policy document of S3',
      ],
    );
  });

  it("cannot be judged while a document is unknown, and still reports the others", async () => {
    await cannotJudge(
      releaseClosedToResearchers,
      [changed(rolePolicy, { policy: unknown }), checkerPolicyOf(asResearcher)],
      "policy",
      [reported(put, objects)],
    );
  });
});
