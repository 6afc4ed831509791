import { type Judged, unknown } from "../../../policies/judge";
import { podSysctlsSafe } from "../../../policies/safe-settings/pod-sysctls-safe";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { deployment, deploymentSubject, podPath, podSecurityOf } from "../compliant-kubernetes";

describe("safe-settings-pod-sysctls-safe", () => {
  it("holds for none, and for safe ones", async () => {
    await holds(podSysctlsSafe, [
      deployment,
      podSecurityOf({
        sysctls: [
          { name: "net.ipv4.tcp_rmem", value: "4096" },
          { name: "kernel.shm_rmid_forced", value: "0" },
        ],
      }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "each other",
      podSecurityOf({
        sysctls: [
          { name: "kernel.msgmax" },
          { name: "net.ipv4.tcp_syncookies" },
          { name: "net.ipv4.ip_forward" },
        ],
      }),
      [
        `${deploymentSubject} sets "kernel.msgmax"; remove it from securityContext.sysctls`,
        `${deploymentSubject} sets "net.ipv4.ip_forward"; remove it from securityContext.sysctls`,
      ],
    ],
    [
      "one without a name",
      podSecurityOf({ sysctls: [{ value: "1" }] }),
      [`${deploymentSubject} sets ""; remove it from securityContext.sysctls`],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podSysctlsSafe, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podSysctlsSafe,
      [podSecurityOf({ sysctls: [{ name: unknown }, { name: "kernel.sem" }] })],
      `${podPath}.securityContext.sysctls.0.name`,
      [`${deploymentSubject} sets "kernel.sem"; remove it from securityContext.sysctls`],
    );
  });
});
