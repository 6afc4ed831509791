import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, ofKinds, subjectOf } from "../kit/kubernetes";
import type { ResourceRule } from "../kit/rule";
import { storageClassesOf, storageClassSchemas } from "../kit/storage-class";

/** Who deletes a claim by mistake must not delete a project's data with it; Kubernetes does so by default. */
export const volumeRetained: ResourceRule = {
  name: "safe-data-volume-retained",
  description: "Volumes of a storage class for data are kept when their claim goes.",
  severity: "high",
  framework: fiveSafes("safe-data", { control: "D-23", satre: ["2.8.01"], also: ["K8TRE storage"] }),
  remediationSteps: "Set reclaimPolicy (of a volume: persistentVolumeReclaimPolicy) to Retain.",
  configSchema: { properties: { dataClasses: storageClassSchemas.dataClasses } },
  validateResource: ofKinds(["PersistentVolume", "StorageClass"], (args, report) => {
    const isClass = kindOf(args.type) === "StorageClass";
    const name = isClass
      ? field(args.props, "metadata", "name")
      : field(args.props, "spec", "storageClassName");
    if (!storageClassesOf(args.getConfig()).dataClasses.includes(String(name))) return;
    const policy = isClass
      ? field(args.props, "reclaimPolicy")
      : // a volume made by hand is kept unless it says otherwise
        (field(args.props, "spec", "persistentVolumeReclaimPolicy") ?? "Retain");
    if (policy !== "Retain")
      report(
        `${subjectOf(args)} is for data and has the reclaim policy ${policy ?? "Delete, by default"}; set it to Retain`,
      );
  }),
};
