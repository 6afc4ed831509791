import { fiveSafes } from "../kit/five-safes";
import { hasOwnUsers, isProcUnmasked, ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";

/** A user namespace limits what the unmasked /proc can do, not what it shows; sensitive data is kept from both. */
export const containerProcAlwaysMasked: ResourceRule = {
  name: "safe-settings-container-proc-always-masked",
  description: "Every container has /proc masked, whoever its users are.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-29",
    also: ["PSS restricted: /proc Mount Type", "KSV-0027"],
  }),
  remediationSteps: "Remove securityContext.procMount.",
  validateResource: ofPods({
    container: (spec, refuse, pod) => {
      if (isProcUnmasked(spec) && hasOwnUsers(pod))
        refuse("has /proc unmasked; remove securityContext.procMount");
    },
  }),
};
