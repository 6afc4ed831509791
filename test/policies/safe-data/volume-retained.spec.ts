import { unknown } from "../../../policies/judge";
import { volumeRetained } from "../../../policies/safe-data/volume-retained";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { persistentVolume, storageClass } from "../compliant-kubernetes";

const message = (subject: string, policy: string) =>
  `${subject} is for data and has the reclaim policy ${policy}; set it to Retain`;
const volumeOf = (persistentVolumeReclaimPolicy: unknown, storageClassName: unknown = "encrypted") =>
  changed(persistentVolume, { spec: { storageClassName, persistentVolumeReclaimPolicy } });

describe("safe-data-volume-retained", () => {
  it("holds for volumes that are kept, which those made by hand are by default", async () => {
    await holds(volumeRetained, [storageClass, persistentVolume, volumeOf(undefined)]);
  });

  it("leaves classes alone that are not for data", async () => {
    await holds(volumeRetained, [
      changed(storageClass, { metadata: { name: "encrypted-scratch" }, reclaimPolicy: "Delete" }),
      volumeOf("Delete", "encrypted-scratch"),
      volumeOf("Delete", null),
    ]);
    await holds(volumeRetained, [changed(storageClass, { reclaimPolicy: "Delete" })], {
      config: { dataClasses: ["luks"] },
    });
  });

  it("reports a class that deletes, which is Kubernetes' default", async () => {
    const subject = 'storage class "encrypted"';
    await reports(
      volumeRetained,
      [
        changed(storageClass, { reclaimPolicy: "Delete" }),
        changed(storageClass, { reclaimPolicy: undefined }),
      ],
      [message(subject, "Delete"), message(subject, "Delete, by default")],
    );
  });

  it("reports a volume that is deleted or emptied", async () => {
    for (const policy of ["Delete", "Recycle"])
      await reports(
        volumeRetained,
        [volumeOf(policy)],
        [message('persistent volume "heart-reference"', policy)],
      );
  });

  it("cannot be judged while the policy is unknown", async () => {
    await cannotJudge(volumeRetained, [changed(storageClass, { reclaimPolicy: unknown })], "reclaimPolicy");
  });
});
