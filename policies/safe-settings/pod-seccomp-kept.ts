import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkSeccomp } from "../kit/seccomp";

/** Unconfined, a container can make every call that its node's kernel has, holes included. */
export const podSeccompKept: ResourceRule = {
  name: "safe-settings-pod-seccomp-kept",
  description: "No pod or container turns the seccomp filter off.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-30",
    also: ["PSS baseline: Seccomp", "KSV-0104", "CIS 5.7.2"],
  }),
  remediationSteps: "Set securityContext.seccompProfile.type to RuntimeDefault or Localhost.",
  validateResource: ofPods({ pod: checkSeccomp, container: checkSeccomp }),
};
