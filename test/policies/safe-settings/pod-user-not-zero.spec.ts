import { type Judged, unknown } from "../../../policies/judge";
import { podUserNotZero } from "../../../policies/safe-settings/pod-user-not-zero";
import { cannotJudge, holds, reports } from "../../support/verdict";
import {
  container,
  containerSecurityOf,
  containerSubject,
  deployment,
  deploymentOf,
  deploymentSubject,
  podPath,
  podSecurityOf,
} from "../compliant-kubernetes";

describe("safe-settings-pod-user-not-zero", () => {
  it("holds for another user, the image's, and for pods with users of their own", async () => {
    await holds(podUserNotZero, [
      deployment,
      podSecurityOf({ runAsUser: undefined }),
      deploymentOf({ hostUsers: false, securityContext: { runAsUser: 0 } }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a pod",
      podSecurityOf({ runAsUser: 0 }),
      [`${deploymentSubject} runs as user 0; set securityContext.runAsUser to another`],
    ],
    [
      "a container",
      containerSecurityOf({ runAsUser: 0 }),
      [`${containerSubject} runs as user 0; set securityContext.runAsUser to another`],
    ],
    [
      "text",
      containerSecurityOf({ runAsUser: "0" }),
      [`${containerSubject} runs as user 0; set securityContext.runAsUser to another`],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podUserNotZero, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podUserNotZero,
      [
        deploymentOf({
          securityContext: { runAsUser: unknown },
          containers: [{ ...container, securityContext: { runAsUser: 0 } }],
        }),
      ],
      `${podPath}.securityContext.runAsUser`,
      [`${containerSubject} runs as user 0; set securityContext.runAsUser to another`],
    );
  });
});
