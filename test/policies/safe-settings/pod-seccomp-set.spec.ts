import { type Judged, unknown } from "../../../policies/judge";
import { podSeccompSet } from "../../../policies/safe-settings/pod-seccomp-set";
import { cannotJudge, holds, reports } from "../../support/verdict";
import {
  container,
  containerPath,
  containerSecurityOf,
  containerSubject,
  deployment,
  deploymentOf,
  deploymentSubject,
  podSecurityOf,
} from "../compliant-kubernetes";

describe("safe-settings-pod-seccomp-set", () => {
  it("holds for the pod's filter, the container's, and for Windows, which has none", async () => {
    await holds(podSeccompSet, [
      deployment,
      deploymentOf({
        securityContext: {},
        containers: [{ ...container, securityContext: { seccompProfile: { type: "Localhost" } } }],
      }),
      deploymentOf({ os: { name: "windows" }, securityContext: {} }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a container with neither",
      podSecurityOf({ seccompProfile: undefined }),
      [
        `${containerSubject} has no seccomp profile; set securityContext.seccompProfile.type to RuntimeDefault`,
      ],
    ],
    [
      "a pod that turns it off, also where the container has one",
      deploymentOf({
        securityContext: { seccompProfile: { type: "Unconfined" } },
        containers: [{ ...container, securityContext: { seccompProfile: { type: "RuntimeDefault" } } }],
      }),
      [
        `${deploymentSubject} has the seccomp profile "Unconfined"; set securityContext.seccompProfile.type to RuntimeDefault`,
      ],
    ],
    [
      "a container that turns it off",
      containerSecurityOf({ seccompProfile: { type: "Unconfined" } }),
      [
        `${containerSubject} has the seccomp profile "Unconfined"; set securityContext.seccompProfile.type to RuntimeDefault`,
      ],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podSeccompSet, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podSeccompSet,
      [
        deploymentOf({
          containers: [
            { ...container, securityContext: { seccompProfile: { type: unknown } } },
            { name: "other", securityContext: { seccompProfile: {} } },
          ],
        }),
      ],
      `${containerPath}.securityContext.seccompProfile.type`,
      [
        `container "other" of ${deploymentSubject} has the seccomp profile ""; set securityContext.seccompProfile.type to RuntimeDefault`,
      ],
    );
  });
});
