import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { hasOwnUsers, ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { isOn } from "../kit/value";

const problem = "may run as root; set securityContext.runAsNonRoot to true";

const runAsNonRoot = (spec: unknown): unknown => field(spec, "securityContext", "runAsNonRoot");

/** Root in a container is one flaw of the kernel or the runtime away from root on the node. */
export const podNonRoot: ResourceRule = {
  name: "safe-settings-pod-non-root",
  description: "Containers run as a user other than root, and say so.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-34",
    also: ["PSS restricted: Running as Non-root", "KSV-0012", "CIS 5.2.7"],
  }),
  remediationSteps: "Set securityContext.runAsNonRoot to true on the pod, and to false nowhere.",
  validateResource: ofPods({
    pod: (spec, refuse, pod) => {
      const own = runAsNonRoot(spec);
      if (own !== undefined && !isOn(own) && !hasOwnUsers(pod)) refuse(problem);
    },
    container: (spec, refuse, pod) => {
      if (!isOn(runAsNonRoot(spec) ?? runAsNonRoot(field(pod, "spec"))) && !hasOwnUsers(pod)) refuse(problem);
    },
  }),
};
