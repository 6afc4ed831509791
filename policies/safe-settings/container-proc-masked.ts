import { fiveSafes } from "../kit/five-safes";
import { hasOwnUsers, isProcUnmasked, ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";

/** The unmasked /proc shows and changes settings of the node's kernel; only root of a user namespace of its own may see it. */
export const containerProcMasked: ResourceRule = {
  name: "safe-settings-container-proc-masked",
  description: "A container that shares the users of its node has /proc masked.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-29",
    also: ["PSS baseline: /proc Mount Type", "KSV-0027"],
  }),
  remediationSteps: "Remove securityContext.procMount.",
  validateResource: ofPods({
    container: (spec, refuse, pod) => {
      if (isProcUnmasked(spec) && !hasOwnUsers(pod))
        refuse("has /proc unmasked; remove securityContext.procMount");
    },
  }),
};
