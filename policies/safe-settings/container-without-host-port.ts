import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** A port of the node is reached past services, network policies and the gateway. */
export const containerWithoutHostPort: ResourceRule = {
  name: "safe-settings-container-without-host-port",
  description: "No container takes a port of its node.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-26",
    also: ["PSS baseline: Host Ports", "KSV-0024", "CIS 5.2.13"],
  }),
  remediationSteps: "Remove hostPort and reach the container by a Service.",
  validateResource: ofPods({
    container: (spec, refuse) =>
      checkEach(asList(field(spec, "ports")), (port) => {
        const hostPort = field(port, "hostPort");
        if (hostPort !== undefined && Number(hostPort) !== 0)
          refuse(`takes port ${hostPort} of its node; remove hostPort and use a Service`);
      }),
  }),
};
