import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods, volumeName } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** A volume of no type is an emptyDir. */
const allowed = [
  "name",
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** Other types reach storage past the claims and classes that say whose it is and how it is encrypted. */
export const podVolumeTypesLimited: ResourceRule = {
  name: "safe-settings-pod-volume-types-limited",
  description: "The volumes of a pod are claims, or hold only what the cluster itself gives.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-32",
    also: ["PSS restricted: Volume Types", "KSV-0028"],
  }),
  remediationSteps:
    "Use a persistentVolumeClaim, or another of configMap, csi, downwardAPI, emptyDir, ephemeral, image, projected and secret.",
  validateResource: ofPods({
    pod: (spec, refuse) =>
      checkEach(asList(field(spec, "volumes")), (volume) => {
        const others = Object.keys(volume ?? {}).filter(
          (key) => !allowed.includes(key) && field(volume, key) !== undefined,
        );
        if (others.length > 0)
          refuse(
            `has the volume "${volumeName(volume)}" of type ${others.join(", ")}; use a persistentVolumeClaim`,
          );
      }),
  }),
};
