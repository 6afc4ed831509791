import { type Judged, unknown } from "../../../policies/judge";
import { containerCapabilitiesDefault } from "../../../policies/safe-settings/container-capabilities-default";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { containerPath, containerSecurityOf, containerSubject, deployment } from "../compliant-kubernetes";

describe("safe-settings-container-capabilities-default", () => {
  it("holds for no capability, and for those by default", async () => {
    await holds(containerCapabilitiesDefault, [
      deployment,
      containerSecurityOf({ capabilities: { add: ["CHOWN", "NET_BIND_SERVICE"] } }),
      containerSecurityOf({ capabilities: { add: [] } }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "each capability beyond",
      containerSecurityOf({ capabilities: { add: ["KILL", "SYS_ADMIN", "NET_RAW"] } }),
      [
        `${containerSubject} adds the capability "SYS_ADMIN"; remove it from securityContext.capabilities.add`,
        `${containerSubject} adds the capability "NET_RAW"; remove it from securityContext.capabilities.add`,
      ],
    ],
    [
      "all of them",
      containerSecurityOf({ capabilities: { add: ["ALL"] } }),
      [`${containerSubject} adds the capability "ALL"; remove it from securityContext.capabilities.add`],
    ],
    [
      "another case or prefix, which a runtime may know",
      containerSecurityOf({ capabilities: { add: ["chown", "CAP_CHOWN"] } }),
      [
        `${containerSubject} adds the capability "chown"; remove it from securityContext.capabilities.add`,
        `${containerSubject} adds the capability "CAP_CHOWN"; remove it from securityContext.capabilities.add`,
      ],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(containerCapabilitiesDefault, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      containerCapabilitiesDefault,
      [containerSecurityOf({ capabilities: { add: [unknown, "SYS_PTRACE"] } })],
      `${containerPath}.securityContext.capabilities.add.0`,
      [
        `${containerSubject} adds the capability "SYS_PTRACE"; remove it from securityContext.capabilities.add`,
      ],
    );
  });
});
