import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

const defaults = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

/** Capabilities beyond the usual, such as SYS_ADMIN or NET_RAW, open ways out of a container or into the traffic of others. */
export const containerCapabilitiesDefault: ResourceRule = {
  name: "safe-settings-container-capabilities-default",
  description: "A container adds no capability beyond those that a runtime gives by default.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-24",
    also: ["PSS baseline: Capabilities", "KSV-0022", "CIS 5.2.9"],
  }),
  remediationSteps: "Remove the capability from securityContext.capabilities.add.",
  validateResource: ofPods({
    container: (spec, refuse) =>
      checkEach(asList(field(spec, "securityContext", "capabilities", "add")), (capability) => {
        if (!defaults.includes(String(capability)))
          refuse(`adds the capability "${capability}"; remove it from securityContext.capabilities.add`);
      }),
  }),
};
