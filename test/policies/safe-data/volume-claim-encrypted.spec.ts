import { type Judged, unknown } from "../../../policies/judge";
import { volumeClaimEncrypted } from "../../../policies/safe-data/volume-claim-encrypted";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { claim, deployment, deploymentOf } from "../compliant-kubernetes";

const list = "encrypted or encrypted-scratch";
const claimOf = (storageClassName: unknown, annotations?: unknown): Judged =>
  changed(claim, { metadata: { name: "work", annotations }, spec: { storageClassName } });
const none = (subject: string) => `${subject} names no storage class; set storageClassName to ${list}`;
const other = (subject: string, name: string) =>
  `${subject} names the storage class "${name}"; set storageClassName to ${list}`;
const statefulSet = (...volumeClaimTemplates: unknown[]): Judged => ({
  type: "kubernetes:apps/v1:StatefulSet",
  name: "heart-minio",
  props: { metadata: { name: "minio" }, spec: { volumeClaimTemplates } },
});
const ephemeral = (volumeClaimTemplate: unknown): Judged =>
  deploymentOf({ volumes: [{ name: "tmp", ephemeral: { volumeClaimTemplate } }] });
const annotation = "volume.beta.kubernetes.io/storage-class";

describe("safe-data-volume-claim-encrypted", () => {
  it("holds for claims of the listed classes, wherever they are made", async () => {
    const spec = { storageClassName: "encrypted" };
    await holds(volumeClaimEncrypted, [
      claim,
      claimOf("encrypted"),
      statefulSet({ metadata: { name: "data" }, spec }),
      ephemeral({ spec }),
      deployment,
    ]);
  });

  it("holds for other classes where the configuration lists them", async () => {
    const config = { dataClasses: ["luks"], scratchClasses: [] };
    await holds(volumeClaimEncrypted, [claimOf("luks")], { config });
    await reports(
      volumeClaimEncrypted,
      [claimOf("encrypted")],
      ['persistent volume claim "work" names the storage class "encrypted"; set storageClassName to luks'],
      { config },
    );
  });

  it("reports a claim without a class", async () => {
    for (const name of [undefined, null, ""])
      await reports(volumeClaimEncrypted, [claimOf(name)], [none('persistent volume claim "work"')]);
  });

  it("reports a claim of another class", async () => {
    for (const name of ["gold", "Encrypted"])
      await reports(volumeClaimEncrypted, [claimOf(name)], [other('persistent volume claim "work"', name)]);
  });

  it("reports another class in the annotation of old, which comes before the field", async () => {
    await reports(
      volumeClaimEncrypted,
      [claimOf("encrypted", { [annotation]: "gold" })],
      [other('persistent volume claim "work"', "gold")],
    );
  });

  it("reports the claims of a stateful set", async () => {
    await reports(
      volumeClaimEncrypted,
      [statefulSet({ metadata: { name: "data" }, spec: {} }, { spec: { storageClassName: "gold" } })],
      [none('claim "data" of stateful set "minio"'), other('claim "" of stateful set "minio"', "gold")],
    );
  });

  it("reports the claim of a pod's volume", async () => {
    await reports(
      volumeClaimEncrypted,
      [ephemeral({ spec: {} })],
      [none('claim of volume "tmp" of deployment "tesk-api"')],
    );
  });

  it("cannot be judged while a class is unknown, and still reports the others", async () => {
    await cannotJudge(
      volumeClaimEncrypted,
      [statefulSet({ spec: { storageClassName: unknown } }, { metadata: { name: "data" } })],
      "spec.volumeClaimTemplates.0.spec.storageClassName",
      [none('claim "data" of stateful set "minio"')],
    );
  });
});
