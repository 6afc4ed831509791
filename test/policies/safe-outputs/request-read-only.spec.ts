// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of MinIO

import { unknown } from "../../../policies/judge";
import { requestReadOnly } from "../../../policies/safe-outputs/request-read-only";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { readInput, rolePolicy, rolePolicyOf, workInOwn } from "../compliant";
import { checkerPolicy, checkerPolicyOf, readRequests, release, requestBucket } from "../compliant-store";

const put = { ...readRequests, Sid: "Change", Action: ["s3:PutObject"] };
const changes = (use: string, on = "arn:aws:s3:::heart-egress-request/*") =>
  `role policy "spe-heart-checker", statement "Change", lets checkers use ${use} on ${on}; allow them to read only`;
const unread = 'no checker can read bucket "heart-egress-request"; allow their group s3:GetObject on it';

describe("safe-outputs-request-read-only", () => {
  it("holds where checkers read requests and put releases", async () => {
    await holds(requestReadOnly, [requestBucket, checkerPolicy, rolePolicy]);
    await holds(requestReadOnly, [requestBucket, checkerPolicy], { config: { project: "heart" } });
  });

  it("holds where researchers put requests under their own prefix", async () => {
    const own = "arn:aws:s3:::heart-egress-request/${jwt:sub}/*";
    const request = { ...workInOwn, Action: ["s3:PutObject"], Resource: own };
    await holds(requestReadOnly, [requestBucket, checkerPolicy, rolePolicyOf(request)]);
  });

  it("holds where there is no bucket for requests, and for what is denied", async () => {
    await holds(requestReadOnly, [rolePolicy]);
    await holds(requestReadOnly, [checkerPolicyOf({ ...put, Effect: "Deny" })]);
  });

  for (const action of ["s3:PutObject", "s3:DeleteObject", "s3:*", "s3:PutObjectRetention"])
    it(`reports ${action} on requests`, async () => {
      await reports(
        requestReadOnly,
        [requestBucket, checkerPolicyOf(readRequests, { ...put, Action: action })],
        [changes(action)],
      );
    });

  it("reports a right that no condition on groups keeps from checkers", async () => {
    for (const Condition of [undefined, { StringEquals: { "jwt:upn": "carl@example.org" } }])
      await reports(requestReadOnly, [checkerPolicyOf({ ...put, Condition })], [changes("s3:PutObject")]);
  });

  it("reports a right by patterns and exceptions", async () => {
    await reports(
      requestReadOnly,
      [
        checkerPolicyOf(
          { ...put, Resource: "arn:aws:s3:::heart-*/*" },
          { ...put, Resource: undefined, NotResource: "arn:aws:s3:::heart-release/*" },
          { ...put, Action: undefined, NotAction: "s3:GetObject" },
        ),
      ],
      [
        changes("s3:PutObject", "arn:aws:s3:::heart-*/*"),
        changes("s3:PutObject", "all but arn:aws:s3:::heart-release/*"),
        changes("all but s3:GetObject"),
      ],
    );
  });

  const unreadable = {
    "by nobody": checkerPolicyOf(release),
    "by researchers only": checkerPolicyOf({ ...readRequests, Condition: readInput.Condition }),
    "in part": checkerPolicyOf({
      ...readRequests,
      Resource: "arn:aws:s3:::heart-egress-request/${jwt:sub}/*",
    }),
    "by name only": checkerPolicyOf({ ...readRequests, Action: "s3:ListBucket" }),
    "in another bucket": checkerPolicyOf({
      ...readRequests,
      Resource: "arn:aws:s3:::heart-egress-requests/*",
    }),
  };
  for (const [how, policy] of Object.entries(unreadable))
    it(`reports a bucket for requests that can be read ${how}`, async () => {
      await reports(requestReadOnly, [requestBucket, policy], [unread]);
    });

  it("cannot be judged while a document is unknown, and still reports the others", async () => {
    const pending = changed(rolePolicy, { policy: unknown });
    await cannotJudge(requestReadOnly, [requestBucket, pending, checkerPolicyOf(put)], "policy", [
      changes("s3:PutObject"),
    ]);
    await holds(requestReadOnly, [requestBucket, checkerPolicy]);
  });
});
