import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { hasOwnUsers, ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";

/** Who asks for user 0 asks for root, and a cluster that does not check runAsNonRoot gives it. */
export const podUserNotZero: ResourceRule = {
  name: "safe-settings-pod-user-not-zero",
  description: "No pod or container asks to run as user 0.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-35",
    also: ["PSS restricted: Running as Non-root user", "KSV-0105"],
  }),
  remediationSteps: "Set securityContext.runAsUser to the image's own user, or remove it.",
  validateResource: ofPods({ pod: check, container: check }),
};

function check(spec: unknown, refuse: (problem: string) => void, pod: unknown): void {
  const user = field(spec, "securityContext", "runAsUser");
  if (user !== undefined && Number(user) === 0 && !hasOwnUsers(pod))
    refuse("runs as user 0; set securityContext.runAsUser to another");
}
