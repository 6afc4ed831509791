import { unknown } from "../../../policies/judge";
import { containerProbeWithinPod } from "../../../policies/safe-settings/container-probe-within-pod";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { containerOf, containerPath, containerSubject, deployment } from "../compliant-kubernetes";

describe("safe-settings-container-probe-within-pod", () => {
  it("holds for probes and handlers of the container itself", async () => {
    await holds(containerProbeWithinPod, [
      deployment,
      containerOf({
        readinessProbe: { httpGet: { port: 80, host: "" } },
        lifecycle: { preStop: { exec: { command: ["sync"] } } },
      }),
    ]);
  });

  for (const handler of ["livenessProbe", "readinessProbe", "startupProbe", "postStart", "preStop"])
    for (const action of ["httpGet", "tcpSocket"])
      it(`reports a host in ${action} of ${handler}`, async () => {
        const isProbe = handler.endsWith("Probe");
        const call = { [handler]: { [action]: { host: "169.254.169.254", port: 80 } } };
        const path = `${isProbe ? "" : "lifecycle."}${handler}.${action}.host`;
        await reports(
          containerProbeWithinPod,
          [containerOf(isProbe ? call : { lifecycle: call })],
          [`${containerSubject} calls another host; remove ${path}`],
        );
      });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      containerProbeWithinPod,
      [containerOf({ livenessProbe: { httpGet: { host: unknown }, tcpSocket: { host: "192.0.2.1" } } })],
      `${containerPath}.livenessProbe.httpGet.host`,
      [`${containerSubject} calls another host; remove livenessProbe.tcpSocket.host`],
    );
  });
});
