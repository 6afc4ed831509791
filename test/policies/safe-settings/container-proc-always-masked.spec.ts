import { type Judged, unknown } from "../../../policies/judge";
import { containerProcAlwaysMasked } from "../../../policies/safe-settings/container-proc-always-masked";
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

describe("safe-settings-container-proc-always-masked", () => {
  it("holds for the usual /proc, and leaves pods with the users of the node to the other rule", async () => {
    await holds(containerProcAlwaysMasked, [
      deployment,
      deploymentOf({
        hostUsers: false,
        containers: [{ ...container, securityContext: { procMount: "Default" } }],
      }),
      containerSecurityOf({ procMount: "Unmasked" }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "an unmasked /proc, also where the pod has users of its own",
      deploymentOf({
        hostUsers: false,
        containers: [{ ...container, securityContext: { procMount: "Unmasked" } }],
      }),
      [`${containerSubject} has /proc unmasked; remove securityContext.procMount`],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(containerProcAlwaysMasked, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      containerProcAlwaysMasked,
      [
        deploymentOf({
          hostUsers: false,
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
