import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods, volumeName } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** A path of the node leads to the data and credentials of every pod on it. */
export const podWithoutHostPath: ResourceRule = {
  name: "safe-settings-pod-without-host-path",
  description: "No volume of a pod is a path of its node.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-25",
    also: ["PSS baseline: HostPath Volumes", "KSV-0023", "CIS 5.2.12"],
  }),
  remediationSteps: "Replace the hostPath volume by a persistent volume claim, a config map or an emptyDir.",
  validateResource: ofPods({
    pod: (spec, refuse) =>
      checkEach(asList(field(spec, "volumes")), (volume) => {
        if (field(volume, "hostPath") !== undefined)
          refuse(
            `mounts a path of its node as "${volumeName(volume)}"; replace hostPath by a claim or an emptyDir`,
          );
      }),
  }),
};
