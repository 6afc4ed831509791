import { type Judged, unknown } from "../../../policies/judge";
import { containerEscalationOff } from "../../../policies/safe-settings/container-escalation-off";
import { cannotJudge, holds, reports } from "../../support/verdict";
import {
  container,
  containerOf,
  containerPath,
  containerSecurityOf,
  containerSubject,
  deployment,
  deploymentOf,
  deploymentSubject,
} from "../compliant-kubernetes";

describe("safe-settings-container-escalation-off", () => {
  it("holds for containers that forbid it, and for Windows, which has none", async () => {
    await holds(containerEscalationOff, [
      deployment,
      deploymentOf({ os: { name: "windows" }, containers: [{ name: "tesk-api" }] }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a container that allows it",
      containerSecurityOf({ allowPrivilegeEscalation: true }),
      [
        `${containerSubject} allows privilege escalation; set securityContext.allowPrivilegeEscalation to false`,
      ],
    ],
    [
      "a container that does not say",
      containerOf({ securityContext: undefined }),
      [
        `${containerSubject} allows privilege escalation; set securityContext.allowPrivilegeEscalation to false`,
      ],
    ],
    [
      "a container of Linux that does not say",
      deploymentOf({ os: { name: "linux" }, containers: [{ name: "tesk-api" }] }),
      [
        `${containerSubject} allows privilege escalation; set securityContext.allowPrivilegeEscalation to false`,
      ],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(containerEscalationOff, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      containerEscalationOff,
      [
        deploymentOf({
          containers: [
            { ...container, securityContext: { allowPrivilegeEscalation: unknown } },
            { name: "other", image: "x" },
          ],
        }),
      ],
      `${containerPath}.securityContext.allowPrivilegeEscalation`,
      [
        `container "other" of ${deploymentSubject} allows privilege escalation; set securityContext.allowPrivilegeEscalation to false`,
      ],
    );
  });
});
