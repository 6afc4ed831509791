import { type Judged, unknown } from "../../../policies/judge";
import { podSelinuxKept } from "../../../policies/safe-settings/pod-selinux-kept";
import { cannotJudge, holds, reports } from "../../support/verdict";
import {
  containerSecurityOf,
  containerSubject,
  deployment,
  deploymentSubject,
  podPath,
  podSecurityOf,
} from "../compliant-kubernetes";

describe("safe-settings-pod-selinux-kept", () => {
  it("holds for no options, and for types of containers with any level", async () => {
    await holds(podSelinuxKept, [
      deployment,
      ...["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"].map((type) =>
        podSecurityOf({ seLinuxOptions: { type, level: "s0:c1,c2" } }),
      ),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "another type, user and role of a pod",
      podSecurityOf({ seLinuxOptions: { type: "spc_t", user: "system_u", role: "system_r" } }),
      [
        `${deploymentSubject} has the SELinux type "spc_t"; remove seLinuxOptions.type`,
        `${deploymentSubject} has the SELinux user "system_u"; remove seLinuxOptions.user`,
        `${deploymentSubject} has the SELinux role "system_r"; remove seLinuxOptions.role`,
      ],
    ],
    [
      "another type of a container",
      containerSecurityOf({ seLinuxOptions: { type: "unconfined_t" } }),
      [`${containerSubject} has the SELinux type "unconfined_t"; remove seLinuxOptions.type`],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podSelinuxKept, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podSelinuxKept,
      [podSecurityOf({ seLinuxOptions: { type: unknown, user: "root" } })],
      `${podPath}.securityContext.seLinuxOptions.type`,
      [`${deploymentSubject} has the SELinux user "root"; remove seLinuxOptions.user`],
    );
  });
});
