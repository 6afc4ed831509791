import { type Judged, unknown } from "../../../policies/judge";
import { podSeccompKept } from "../../../policies/safe-settings/pod-seccomp-kept";
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

describe("safe-settings-pod-seccomp-kept", () => {
  it("holds for a filter, and for none where none is turned off", async () => {
    await holds(podSeccompKept, [
      deployment,
      podSecurityOf({ seccompProfile: undefined }),
      containerSecurityOf({ seccompProfile: { type: "Localhost", localhostProfile: "strict.json" } }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a pod that turns it off",
      podSecurityOf({ seccompProfile: { type: "Unconfined" } }),
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
    [
      "a profile without a type",
      containerSecurityOf({ seccompProfile: {} }),
      [
        `${containerSubject} has the seccomp profile ""; set securityContext.seccompProfile.type to RuntimeDefault`,
      ],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podSeccompKept, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podSeccompKept,
      [
        deploymentOf({
          containers: [
            { ...container, securityContext: { seccompProfile: { type: unknown } } },
            { name: "other", securityContext: { seccompProfile: { type: "Unconfined" } } },
          ],
        }),
      ],
      `${containerPath}.securityContext.seccompProfile.type`,
      [
        `container "other" of ${deploymentSubject} has the seccomp profile "Unconfined"; set securityContext.seccompProfile.type to RuntimeDefault`,
      ],
    );
  });
});
