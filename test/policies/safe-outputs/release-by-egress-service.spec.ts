import { type Judged, unknown } from "../../../policies/judge";
import { releaseByEgressService } from "../../../policies/safe-outputs/release-by-egress-service";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { policyText, type StatementText } from "../compliant";
import { egressAccount, fetchRequests, machineAccount, putReleases } from "../compliant-store";

const accountOf = (...statements: StatementText[]): Judged =>
  changed(egressAccount, { policy: policyText(...statements) });
const subject = 'service account "heart-machine-egress-keys"';
const beyond = (problem: string, statement = "Extra") =>
  `${subject}, statement "${statement}", releases and ${problem}; limit it to requests and releases`;
const extra = { ...fetchRequests, Sid: "Extra" };

describe("safe-outputs-release-by-egress-service", () => {
  it("holds for the egress service, and for machines that do not release", async () => {
    await holds(releaseByEgressService, [
      egressAccount,
      machineAccount,
      accountOf(fetchRequests),
      changed(accountOf({ ...putReleases, Action: "s3:GetObject" }), {
        targetUser: "spe-heart-machine-mount",
      }),
    ]);
    await holds(releaseByEgressService, [egressAccount], { config: { project: "heart" } });
  });

  it("leaves an account without a policy to the rule on keys", async () => {
    await holds(releaseByEgressService, [changed(egressAccount, { policy: undefined })]);
  });

  it("reports another machine that releases, also by the key of a later provider", async () => {
    const targetUser = "spe-heart-machine-mount";
    const problem =
      'of "spe-heart-machine-mount" writes to a release bucket; leave that to the egress service';
    await reports(
      releaseByEgressService,
      [changed(egressAccount, { targetUser })],
      [`${subject} ${problem}`],
    );
    const { policy } = egressAccount.props as { policy: string };
    await reports(
      releaseByEgressService,
      [{ type: "minio:index/accesskey:Accesskey", name: "key", props: { user: targetUser, policy } }],
      [`service account "key" ${problem}`],
    );
  });

  it("holds for what a site calls its egress service", async () => {
    await holds(releaseByEgressService, [changed(egressAccount, { targetUser: "airlock" })], {
      config: { egressUsers: ["airlock"] },
    });
  });

  const extras: [string, StatementText, string][] = [
    [
      "another bucket",
      { ...extra, Resource: "arn:aws:s3:::heart-input/*" },
      'reaches "arn:aws:s3:::heart-input/*"',
    ],
    [
      "a pattern for buckets",
      { ...extra, Resource: "arn:aws:s3:::heart-*/*" },
      'reaches "arn:aws:s3:::heart-*/*"',
    ],
    [
      "all but a bucket",
      { ...extra, Resource: undefined, NotResource: "arn:aws:s3:::heart-audit/*" },
      "reaches buckets that it does not name",
    ],
    [
      "changes of requests",
      { ...extra, Action: "s3:PutObject" },
      "uses s3:PutObject on arn:aws:s3:::heart-egress-request/*",
    ],
  ];
  for (const [name, statement, problem] of extras)
    it(`reports an egress service with ${name}`, async () => {
      await reports(releaseByEgressService, [accountOf(putReleases, statement)], [beyond(problem)]);
    });

  it("reports an egress service that deletes what was released", async () => {
    await reports(
      releaseByEgressService,
      [accountOf({ ...putReleases, Action: ["s3:PutObject", "s3:DeleteObject"] })],
      [beyond("uses s3:DeleteObject", "PutReleases")],
    );
  });

  it("reports a policy that cannot be read", async () => {
    await reports(
      releaseByEgressService,
      [changed(egressAccount, { policy: "x" })],
      [`${subject} cannot be read: it is not JSON; write it as a JSON policy document of S3`],
    );
  });

  it("cannot be judged while the user or the policy is unknown, and still reports the rest", async () => {
    await cannotJudge(releaseByEgressService, [changed(egressAccount, { policy: unknown })], "policy");
    const wide = accountOf(putReleases, { ...extra, Resource: "*" });
    await cannotJudge(releaseByEgressService, [changed(wide, { targetUser: unknown })], "targetUser", [
      beyond('reaches "*"'),
    ]);
  });
});
