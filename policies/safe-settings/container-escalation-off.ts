import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { isForWindows, ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";

/** With escalation allowed, a set-user-ID program makes its user root in the container. */
export const containerEscalationOff: ResourceRule = {
  name: "safe-settings-container-escalation-off",
  description: "No process of a container can gain more rights than its parent has.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-33",
    also: ["PSS restricted: Privilege Escalation", "KSV-0001", "CIS 5.2.6"],
  }),
  remediationSteps: "Set securityContext.allowPrivilegeEscalation to false on every container.",
  validateResource: ofPods({
    container: (spec, refuse, pod) => {
      if (field(spec, "securityContext", "allowPrivilegeEscalation") !== false && !isForWindows(pod))
        refuse("allows privilege escalation; set securityContext.allowPrivilegeEscalation to false");
    },
  }),
};
