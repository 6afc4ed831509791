import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { isForWindows, ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** A program that needs none of root's capabilities should not hold them when it is taken over. */
export const containerCapabilitiesDropped: ResourceRule = {
  name: "safe-settings-container-capabilities-dropped",
  description: "Every container drops all capabilities and adds none but NET_BIND_SERVICE.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-37",
    also: ["PSS restricted: Capabilities", "KSV-0106", "CIS 5.2.8", "CIS 5.2.10"],
  }),
  remediationSteps: 'Set securityContext.capabilities.drop to ["ALL"], and add none but NET_BIND_SERVICE.',
  validateResource: ofPods({
    container: (spec, refuse, pod) => {
      if (isForWindows(pod)) return;
      const list = (key: string) => asList(field(spec, "securityContext", "capabilities", key));
      checkAll(
        () => {
          if (!list("drop").includes("ALL"))
            refuse('keeps capabilities; set securityContext.capabilities.drop to ["ALL"]');
        },
        () =>
          checkEach(list("add"), (capability) => {
            if (capability !== "NET_BIND_SERVICE")
              refuse(`adds the capability "${capability}"; remove it from securityContext.capabilities.add`);
          }),
      );
    },
  }),
};
