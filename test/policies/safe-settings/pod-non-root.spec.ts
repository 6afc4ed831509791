import { type Judged, unknown } from "../../../policies/judge";
import { podNonRoot } from "../../../policies/safe-settings/pod-non-root";
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

describe("safe-settings-pod-non-root", () => {
  it("holds for the pod's word, the container's, and for pods with users of their own", async () => {
    await holds(podNonRoot, [
      deployment,
      deploymentOf({
        securityContext: {},
        containers: [{ ...container, securityContext: { runAsNonRoot: true } }],
      }),
      deploymentOf({ hostUsers: false, securityContext: { runAsNonRoot: false } }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a pod that may",
      deploymentOf({
        securityContext: { runAsNonRoot: false },
        containers: [{ ...container, securityContext: { runAsNonRoot: true } }],
      }),
      [`${deploymentSubject} may run as root; set securityContext.runAsNonRoot to true`],
    ],
    [
      "a container that may",
      containerSecurityOf({ runAsNonRoot: false }),
      [`${containerSubject} may run as root; set securityContext.runAsNonRoot to true`],
    ],
    [
      "a container of which nobody says anything",
      podSecurityOf({ runAsNonRoot: undefined }),
      [`${containerSubject} may run as root; set securityContext.runAsNonRoot to true`],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podNonRoot, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podNonRoot,
      [
        deploymentOf({
          containers: [
            { ...container, securityContext: { runAsNonRoot: unknown } },
            { name: "other", securityContext: { runAsNonRoot: false } },
          ],
        }),
      ],
      `${containerPath}.securityContext.runAsNonRoot`,
      [`container "other" of ${deploymentSubject} may run as root; set securityContext.runAsNonRoot to true`],
    );
  });
});
