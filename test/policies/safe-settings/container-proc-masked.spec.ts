import { type Judged, unknown } from "../../../policies/judge";
import { containerProcMasked } from "../../../policies/safe-settings/container-proc-masked";
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

describe("safe-settings-container-proc-masked", () => {
  it("holds for the usual /proc, and for any where the pod has users of its own", async () => {
    await holds(containerProcMasked, [
      deployment,
      containerSecurityOf({ procMount: "Default" }),
      deploymentOf({
        hostUsers: false,
        containers: [{ ...container, securityContext: { procMount: "Unmasked" } }],
      }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "an unmasked /proc",
      containerSecurityOf({ procMount: "Unmasked" }),
      [`${containerSubject} has /proc unmasked; remove securityContext.procMount`],
    ],
    [
      "an unmasked /proc with the node's users",
      deploymentOf({
        hostUsers: true,
        containers: [{ ...container, securityContext: { procMount: "Unmasked" } }],
      }),
      [`${containerSubject} has /proc unmasked; remove securityContext.procMount`],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(containerProcMasked, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      containerProcMasked,
      [
        deploymentOf({
          containers: [
            { ...container, securityContext: { procMount: unknown } },
            { name: "other", securityContext: { procMount: "Unmasked" } },
          ],
        }),
      ],
      `${containerPath}.securityContext.procMount`,
      [`container "other" of ${deploymentSubject} has /proc unmasked; remove securityContext.procMount`],
    );
  });
});
