import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { mayBeOn } from "../kit/value";

const handlers = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
];

/** The node sends probes, so that one with a host makes it call any address that the node can reach. */
export const containerProbeWithinPod: ResourceRule = {
  name: "safe-settings-container-probe-within-pod",
  description: "Probes and lifecycle handlers of a container call the container itself, not another host.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-55",
    also: ["PSS baseline: Host Probes / Lifecycle Hooks"],
  }),
  remediationSteps: "Remove host from httpGet and tcpSocket of the probe or handler.",
  validateResource: ofPods({
    container: (spec, refuse) =>
      checkEach(handlers, (handler) =>
        checkEach(["httpGet", "tcpSocket"], (action) => {
          if (mayBeOn(field(spec, ...handler, action, "host")))
            refuse(`calls another host; remove ${[...handler, action, "host"].join(".")}`);
        }),
      ),
  }),
};
