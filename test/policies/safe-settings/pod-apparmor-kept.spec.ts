import { type Judged, unknown } from "../../../policies/judge";
import { podApparmorKept } from "../../../policies/safe-settings/pod-apparmor-kept";
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

const annotation = "container.apparmor.security.beta.kubernetes.io/";

describe("safe-settings-pod-apparmor-kept", () => {
  it("holds for no profile, that of the runtime and those of the node", async () => {
    await holds(podApparmorKept, [
      deployment,
      podSecurityOf({ appArmorProfile: { type: "RuntimeDefault" } }),
      containerSecurityOf({ appArmorProfile: { type: "Localhost", localhostProfile: "strict" } }),
      deploymentOf(
        {},
        {
          [`${annotation}a`]: "runtime/default",
          [`${annotation}b`]: "localhost/strict",
          [`${annotation}c`]: "",
        },
      ),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a pod without one",
      podSecurityOf({ appArmorProfile: { type: "Unconfined" } }),
      [
        `${deploymentSubject} has the AppArmor profile "Unconfined"; set the type RuntimeDefault or Localhost`,
      ],
    ],
    [
      "a container without one",
      containerSecurityOf({ appArmorProfile: { type: "Unconfined" } }),
      [`${containerSubject} has the AppArmor profile "Unconfined"; set the type RuntimeDefault or Localhost`],
    ],
    [
      "a profile without a type",
      containerSecurityOf({ appArmorProfile: {} }),
      [`${containerSubject} has the AppArmor profile ""; set the type RuntimeDefault or Localhost`],
    ],
    [
      "the annotation of old",
      deploymentOf({}, { [`${annotation}tesk-api`]: "unconfined" }),
      [
        `${deploymentSubject} has the AppArmor profile "unconfined"; remove the annotation ${annotation}tesk-api`,
      ],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podApparmorKept, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podApparmorKept,
      [
        deploymentOf(
          { securityContext: { appArmorProfile: { type: unknown } } },
          { [`${annotation}tesk-api`]: "unconfined" },
        ),
      ],
      `${podPath}.securityContext.appArmorProfile.type`,
      [
        `${deploymentSubject} has the AppArmor profile "unconfined"; remove the annotation ${annotation}tesk-api`,
      ],
    );
  });
});
