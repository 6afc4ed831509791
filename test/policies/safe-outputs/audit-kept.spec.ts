import { unknown } from "../../../policies/judge";
import { auditKept } from "../../../policies/safe-outputs/audit-kept";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { auditBucket, bucket, realmEvents } from "../compliant";
import { minio } from "../compliant-programs";
import { auditRetention, lockedBucket, retentionOf } from "../compliant-store";

const audit = 'bucket "heart-audit"';
const server = 'container "minio" of deployment "minio"';
const off = `${server} keeps no audit; set MINIO_AUDIT_WEBHOOK_ENABLE to "on"`;

describe("safe-outputs-audit-kept", () => {
  it("holds for a locked audit that realms and stores send to", async () => {
    await holds(auditKept, [auditBucket, auditRetention, realmEvents, minio(), bucket]);
    await holds(auditKept, [auditBucket, retentionOf(auditBucket, 730)], { config: { project: "heart" } });
  });

  it("holds for the listeners that a site takes in, among others", async () => {
    const eventsListeners = ["email", "audit-http"];
    await holds(auditKept, [changed(realmEvents, { eventsListeners })], {
      config: { auditListeners: ["audit-http"] },
    });
  });

  it("reports an audit that does not lock records", async () => {
    await reports(
      auditKept,
      [changed(auditBucket, { objectLocking: false }), auditRetention],
      [`${audit} does not lock records; set objectLocking, which only a new bucket takes`],
    );
  });

  it("reports an audit that is not kept for a year", async () => {
    for (const [retention, days] of [
      [retentionOf(auditBucket, 364), 364],
      [changed(auditRetention, { bucket: "heart-release" }), 0],
    ] as const)
      await reports(
        auditKept,
        [auditBucket, retention],
        [`${audit} keeps records for ${days} days; set its retention to 365`],
      );
  });

  it("reports a second audit of a project", async () => {
    const second = lockedBucket("audit-two");
    await reports(
      auditKept,
      [auditBucket, auditRetention, second, retentionOf(second, 365)],
      ['bucket "heart-audit-two" is a second audit bucket beside "heart-audit"; keep one'],
    );
  });

  it("reports a realm whose events go nowhere that is kept", async () => {
    for (const eventsListeners of [undefined, [], ["email"]])
      await reports(
        auditKept,
        [changed(realmEvents, { eventsListeners })],
        ['realm events "heart-realm-events" do not reach the audit; add a listener: jboss-logging'],
      );
  });

  it("reports a server that sends no audit", async () => {
    for (const MINIO_AUDIT_WEBHOOK_ENABLE_SINK of ["off", undefined])
      await reports(auditKept, [minio({ MINIO_AUDIT_WEBHOOK_ENABLE_SINK })], [off]);
  });

  it("reports an audit that is sent in the open, or nowhere", async () => {
    for (const [value, problem] of [
      ["http://audit.example.org", 'is "http://audit.example.org", not https'],
      [undefined, "is not set"],
    ] as const)
      await reports(
        auditKept,
        [minio({ MINIO_AUDIT_WEBHOOK_ENDPOINT_SINK: value })],
        [`${server} has an MINIO_AUDIT_WEBHOOK_ENDPOINT_SINK that ${problem}; set the audit's https address`],
      );
  });

  it("judges each webhook by its own name, and those that are off not at all", async () => {
    await holds(auditKept, [minio({ MINIO_AUDIT_WEBHOOK_ENABLE_OLD: "off" })]);
    await reports(
      auditKept,
      [minio({ MINIO_AUDIT_WEBHOOK_ENABLE: "on" })],
      [`${server} has an MINIO_AUDIT_WEBHOOK_ENDPOINT that is not set; set the audit's https address`],
    );
  });

  it("cannot be judged while a retention is unknown, and still reports the rest", async () => {
    await cannotJudge(
      auditKept,
      [
        auditBucket,
        changed(auditRetention, { days: unknown }),
        minio({ MINIO_AUDIT_WEBHOOK_ENABLE_SINK: "off" }),
      ],
      "days",
      [off],
    );
  });
});
