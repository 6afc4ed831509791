import { type Judged, unknown } from "../../../policies/judge";
import { storagePolicyEnumerated } from "../../../policies/safe-data/storage-policy-enumerated";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { policyText, readInput, rolePolicy, rolePolicyOf, serviceAccount } from "../compliant";

const groupPolicy: Judged = { ...rolePolicy, type: "minio:index/iamGroupPolicy:IamGroupPolicy" };
const wide = [
  `statement "ReadInput", allows the action "s3:*"; list the actions`,
  `statement "ReadInput", allows the resource "arn:aws:s3:::*"; list the buckets`,
];
const everything = { ...readInput, Action: "s3:*", Resource: "arn:aws:s3:::*" };

describe("safe-data-storage-policy-enumerated", () => {
  it("holds where actions and buckets are listed, and where everything is denied", async () => {
    await holds(storagePolicyEnumerated, [
      rolePolicy,
      groupPolicy,
      serviceAccount,
      rolePolicyOf({ ...everything, Effect: "Deny" }),
      rolePolicyOf({ ...readInput, Action: ["s3:Get*"] }),
    ]);
  });

  it("holds for a service account with its user's rights, which are judged where they stand", async () => {
    await holds(storagePolicyEnumerated, [changed(serviceAccount, { policy: undefined })]);
  });

  it("reports policies, group policies and service accounts alike", async () => {
    const policy = policyText(everything);
    await reports(
      storagePolicyEnumerated,
      [rolePolicy, groupPolicy, serviceAccount].map((it) => changed(it, { policy })),
      [
        ...wide.map((problem) => `policy "spe-heart-researcher", ${problem}`),
        ...wide.map((problem) => `group policy "spe-heart-researcher", ${problem}`),
        ...wide.map((problem) => `service account "heart-store-mount", ${problem}`),
      ],
    );
  });

  for (const action of ["*", "s3:*", "S3:*", "admin:*", "kms:**", "s3:?*", "s*", "s3:*Object"])
    it(`reports the action "${action}"`, async () => {
      await reports(
        storagePolicyEnumerated,
        [rolePolicyOf({ ...readInput, Action: [action] })],
        [
          `policy "spe-heart-researcher", statement "ReadInput", allows the action "${action}"; list the actions`,
        ],
      );
    });

  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of MinIO
  const variable = "arn:aws:s3:::${jwt:sub}/*";
  for (const resource of [
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::*/*",
    "arn:aws:s3:::heart-*",
    "arn:*",
    variable,
  ])
    it(`reports the resource "${resource}"`, async () => {
      await reports(
        storagePolicyEnumerated,
        [rolePolicyOf({ ...readInput, Resource: resource })],
        [
          `policy "spe-heart-researcher", statement "ReadInput", allows the resource "${resource}"; list the buckets`,
        ],
      );
    });

  it("reports what is allowed by exception", async () => {
    const { Action, Resource, ...rest } = readInput;
    await reports(
      storagePolicyEnumerated,
      [rolePolicyOf({ ...rest, NotAction: Action, NotResource: Resource })],
      [
        `policy "spe-heart-researcher", statement "ReadInput", allows by NotAction all but a few actions; list the actions`,
        `policy "spe-heart-researcher", statement "ReadInput", allows by NotResource all but a few buckets; list the buckets`,
      ],
    );
  });

  it("reports NotAction in a Deny as well, after which the server does not start", async () => {
    const { Action, ...rest } = readInput;
    await reports(
      storagePolicyEnumerated,
      [rolePolicyOf(readInput, { ...rest, Sid: "NoMore", Effect: "Deny", NotAction: Action })],
      [
        `policy "spe-heart-researcher", statement "NoMore", denies by NotAction, with which the server does not come back from a restart; list the actions`,
      ],
    );
  });

  it("reports a document that cannot be read or is missing", async () => {
    const end = "; write it as a JSON policy document of S3";
    await reports(
      storagePolicyEnumerated,
      [changed(rolePolicy, { policy: "s3:*" }), changed(rolePolicy, { policy: undefined })],
      [
        `policy "spe-heart-researcher" cannot be read: it is not JSON${end}`,
        `policy "spe-heart-researcher" cannot be read: it is missing${end}`,
      ],
    );
  });

  it("cannot be judged while the document is unknown", async () => {
    await cannotJudge(storagePolicyEnumerated, [changed(rolePolicy, { policy: unknown })], "policy");
  });
});
