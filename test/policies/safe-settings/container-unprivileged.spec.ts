import { type Judged, unknown } from "../../../policies/judge";
import { containerUnprivileged } from "../../../policies/safe-settings/container-unprivileged";
import { cannotJudge, holds, reports } from "../../support/verdict";
import {
  container,
  containerPath,
  containerSecurityOf,
  containerSubject,
  deployment,
  deploymentOf,
  deploymentSubject,
} from "../compliant-kubernetes";

describe("safe-settings-container-unprivileged", () => {
  it("holds for a container that is not privileged", async () => {
    await holds(containerUnprivileged, [
      deployment,
      containerSecurityOf({ privileged: false }),
      containerSecurityOf({ privileged: null }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a privileged container",
      containerSecurityOf({ privileged: true }),
      [`${containerSubject} is privileged; remove securityContext.privileged`],
    ],
    [
      "a value that is neither",
      containerSecurityOf({ privileged: "yes" }),
      [`${containerSubject} is privileged; remove securityContext.privileged`],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(containerUnprivileged, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      containerUnprivileged,
      [
        deploymentOf({
          containers: [
            { ...container, securityContext: { privileged: unknown } },
            { name: "other", securityContext: { privileged: true } },
          ],
        }),
      ],
      `${containerPath}.securityContext.privileged`,
      [`container "other" of ${deploymentSubject} is privileged; remove securityContext.privileged`],
    );
  });
});
