import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { isForWindows, ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkSeccomp, seccompProfile } from "../kit/seccomp";

/** Kubernetes sets no seccomp filter unless it is asked to. */
export const podSeccompSet: ResourceRule = {
  name: "safe-settings-pod-seccomp-set",
  description: "Every container has a seccomp filter, its own or that of its pod.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-36", also: ["PSS restricted: Seccomp", "KSV-0030"] }),
  remediationSteps: "Set securityContext.seccompProfile.type of the pod to RuntimeDefault.",
  validateResource: ofPods({
    pod: (spec, refuse, pod) => {
      if (!isForWindows(pod)) checkSeccomp(spec, refuse);
    },
    container: (spec, refuse, pod) => {
      if (isForWindows(pod)) return;
      checkSeccomp(spec, refuse);
      if (seccompProfile(spec) === undefined && seccompProfile(field(pod, "spec")) === undefined)
        refuse("has no seccomp profile; set securityContext.seccompProfile.type to RuntimeDefault");
    },
  }),
};
