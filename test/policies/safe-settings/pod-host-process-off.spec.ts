import { type Judged, unknown } from "../../../policies/judge";
import { podHostProcessOff } from "../../../policies/safe-settings/pod-host-process-off";
import { cannotJudge, holds, reports } from "../../support/verdict";
import {
  containerSecurityOf,
  containerSubject,
  deployment,
  deploymentOf,
  deploymentSubject,
  podPath,
  podSecurityOf,
} from "../compliant-kubernetes";

describe("safe-settings-pod-host-process-off", () => {
  it("holds for pods without the option, or with it off", async () => {
    await holds(podHostProcessOff, [deployment, podSecurityOf({ windowsOptions: { hostProcess: false } })]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a pod",
      podSecurityOf({ windowsOptions: { hostProcess: true } }),
      [
        `${deploymentSubject} runs as a process of its node; remove securityContext.windowsOptions.hostProcess`,
      ],
    ],
    [
      "a container",
      containerSecurityOf({ windowsOptions: { hostProcess: true } }),
      [
        `${containerSubject} runs as a process of its node; remove securityContext.windowsOptions.hostProcess`,
      ],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podHostProcessOff, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podHostProcessOff,
      [
        deploymentOf({
          securityContext: { windowsOptions: { hostProcess: unknown } },
          containers: [{ name: "other", securityContext: { windowsOptions: { hostProcess: true } } }],
        }),
      ],
      `${podPath}.securityContext.windowsOptions.hostProcess`,
      [
        `container "other" of ${deploymentSubject} runs as a process of its node; remove securityContext.windowsOptions.hostProcess`,
      ],
    );
  });
});
