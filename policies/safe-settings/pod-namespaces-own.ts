import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { mayBeOn } from "../kit/value";

/** In the namespaces of its node, a pod sees the traffic, processes and memory of every project there. */
export const podNamespacesOwn: ResourceRule = {
  name: "safe-settings-pod-namespaces-own",
  description: "A pod has its own network, process and IPC namespaces.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-22",
    also: [
      "PSS baseline: Host Namespaces",
      "KSV-0008",
      "KSV-0009",
      "KSV-0010",
      "CIS 5.2.3",
      "CIS 5.2.4",
      "CIS 5.2.5",
    ],
  }),
  remediationSteps: "Remove hostNetwork, hostPID and hostIPC.",
  validateResource: ofPods({
    pod: (spec, refuse) =>
      checkEach(["hostNetwork", "hostPID", "hostIPC"], (key) => {
        if (mayBeOn(field(spec, key))) refuse(`uses a namespace of its node; remove ${key}`);
      }),
  }),
};
