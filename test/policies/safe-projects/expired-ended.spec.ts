import { type Judged, unknown } from "../../../policies/judge";
import { expiredEnded } from "../../../policies/safe-projects/expired-ended";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { auditBucket, bucket, client, serviceAccount } from "../compliant";
import { container, instance, network, share, volume } from "../compliant-cloud";

/** The resources are labelled with the last day 2027-12-31. */
const lastDay = { today: "2027-12-31" };
const after = { today: "2028-01-01" };
const lastDayOfData = { today: "2028-06-28" };
const afterData = { today: "2028-06-29" };

const works = (subject: string, mend: string) =>
  `${subject} works although the permit ended on 2027-12-31; ${mend}`;
const holdsData = (subject: string) =>
  `${subject} holds data more than 180 days after the permit ended on 2027-12-31; destroy it`;

const workload = (kind: string, replicas?: unknown): Judged => ({
  type: `kubernetes:apps/v1:${kind}`,
  name: "tes",
  props: { spec: { replicas } },
});
const user: Judged = {
  type: "minio:index/iamUser:IamUser",
  name: "heart-mount",
  props: { name: "heart-mount" },
};
const samlClient: Judged = { ...client, type: "keycloak:saml/client:Client" };

const open: [Judged, string, Record<string, unknown>[], string][] = [
  [
    instance,
    'Instance "heart-login"',
    [{ powerState: "shutoff" }, { powerState: "shelved_offloaded" }],
    'set powerState to "shutoff"',
  ],
  [workload("Deployment"), 'Deployment "tes"', [{ spec: { replicas: 0 } }], "set spec.replicas to 0"],
  [workload("StatefulSet", 2), 'StatefulSet "tes"', [{ spec: { replicas: "0" } }], "set spec.replicas to 0"],
  [client, 'Client "heart-portal"', [{ enabled: false }, { enabled: "false" }], "set enabled to false"],
  [samlClient, 'Client "heart-portal"', [{ enabled: false }], "set enabled to false"],
  [user, 'IamUser "heart-mount"', [{ disableUser: true }], "set disableUser to true"],
  [
    serviceAccount,
    'IamServiceAccount "heart-store-mount"',
    [{ disableUser: "true" }],
    "set disableUser to true",
  ],
];
const stores: [Judged, string][] = [
  [bucket, 'S3Bucket "heart-store-input"'],
  [volume, 'Volume "heart-data"'],
  [container, 'Container "heart-scratch"'],
  [share, 'Share "heart-scratch"'],
];

describe("safe-projects-expired-ended", () => {
  it("holds up to the last day of the permit", async () => {
    await holds(expiredEnded, [network, ...open.map(([it]) => it), ...stores.map(([it]) => it)], lastDay);
  });

  it("holds afterwards for what is ended, and for the data while it is retained", async () => {
    const ended = open.flatMap(([it, , ends]) => ends.map((props) => changed(it, props)));
    await holds(expiredEnded, [network, ...ended, ...stores.map(([it]) => it)], lastDayOfData);
  });

  for (const [resource, subject, , mend] of open)
    it(`reports the ${resource.type} that works after the permit's end`, async () => {
      await reports(expiredEnded, [network, resource], [works(subject, mend)], after);
    });

  it("reports an odd state as one that works", async () => {
    for (const powerState of ["paused", "", undefined, null])
      await reports(
        expiredEnded,
        [changed(instance, { powerState })],
        [works('Instance "heart-login"', 'set powerState to "shutoff"')],
        after,
      );
    for (const replicas of [undefined, null, "", false, 1])
      await reports(
        expiredEnded,
        [network, workload("Deployment", replicas)],
        [works('Deployment "tes"', "set spec.replicas to 0")],
        after,
      );
  });

  for (const [store, subject] of stores)
    it(`reports the ${store.type} that is left after the retention`, async () => {
      await reports(expiredEnded, [network, store], [holdsData(subject)], afterData);
    });

  it("goes by the configured retention", async () => {
    await reports(
      expiredEnded,
      [volume],
      ['Volume "heart-data" holds data more than 0 days after the permit ended on 2027-12-31; destroy it'],
      { ...after, config: { dataRetentionDays: 0 } },
    );
  });

  it("holds for the audit, which is kept for longer", async () => {
    await holds(expiredEnded, [network, auditBucket], { ...afterData, config: { project: "heart" } });
  });

  it("goes by the earliest last day of the stack", async () => {
    const sooner = changed(network, { tags: ["spe.expires=2027-06-30"] });
    await reports(
      expiredEnded,
      [instance, sooner, changed(network, { tags: ["spe.expires=never"] })],
      ['Instance "heart-login" works although the permit ended on 2027-06-30; set powerState to "shutoff"'],
      { today: "2027-07-01" },
    );
  });

  it("cannot be judged while no last day is known, or a state, and still reports the others", async () => {
    await cannotJudge(expiredEnded, [changed(network, { tags: unknown }), client], "tags");
    const old = changed(network, { tags: ["spe.expires=2020-01-01"] });
    await cannotJudge(expiredEnded, [old, changed(instance, { powerState: unknown }), client], "powerState", [
      'Client "heart-portal" works although the permit ended on 2020-01-01; set enabled to false',
    ]);
  });
});
