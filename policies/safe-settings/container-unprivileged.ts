import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { mayBeOn } from "../kit/value";

/** A privileged container is root on its node, and so in every project there. */
export const containerUnprivileged: ResourceRule = {
  name: "safe-settings-container-unprivileged",
  description: "No container is privileged.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-23",
    also: ["PSS baseline: Privileged Containers", "KSV-0017", "CIS 5.2.2"],
  }),
  remediationSteps: "Remove securityContext.privileged.",
  validateResource: ofPods({
    container: (spec, refuse) => {
      if (mayBeOn(field(spec, "securityContext", "privileged")))
        refuse("is privileged; remove securityContext.privileged");
    },
  }),
};
