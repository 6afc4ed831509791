import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { mayBeOn } from "../kit/value";

/** A HostProcess container is a process of the Windows node, with all of its rights. */
export const podHostProcessOff: ResourceRule = {
  name: "safe-settings-pod-host-process-off",
  description: "No pod or container runs as a HostProcess of a Windows node.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-21",
    also: ["PSS baseline: HostProcess", "KSV-0103", "CIS 5.2.11"],
  }),
  remediationSteps: "Remove securityContext.windowsOptions.hostProcess.",
  validateResource: ofPods({ pod: check, container: check }),
};

function check(spec: unknown, refuse: (problem: string) => void): void {
  if (mayBeOn(field(spec, "securityContext", "windowsOptions", "hostProcess")))
    refuse("runs as a process of its node; remove securityContext.windowsOptions.hostProcess");
}
