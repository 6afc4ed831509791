import { type Judged, unknown } from "../../../policies/judge";
import { containerCapabilitiesDropped } from "../../../policies/safe-settings/container-capabilities-dropped";
import { cannotJudge, holds, reports } from "../../support/verdict";
import {
  containerOf,
  containerPath,
  containerSecurityOf,
  containerSubject,
  deployment,
  deploymentOf,
} from "../compliant-kubernetes";

describe("safe-settings-container-capabilities-dropped", () => {
  it("holds for all dropped with at most one added, and for Windows, which has none", async () => {
    await holds(containerCapabilitiesDropped, [
      deployment,
      containerSecurityOf({ capabilities: { drop: ["KILL", "ALL"], add: ["NET_BIND_SERVICE"] } }),
      deploymentOf({ os: { name: "windows" }, containers: [{ name: "tesk-api" }] }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a container that drops some",
      containerSecurityOf({ capabilities: { drop: ["NET_RAW"] } }),
      [`${containerSubject} keeps capabilities; set securityContext.capabilities.drop to ["ALL"]`],
    ],
    [
      "a container that drops none",
      containerOf({ securityContext: undefined }),
      [`${containerSubject} keeps capabilities; set securityContext.capabilities.drop to ["ALL"]`],
    ],
    [
      "another case, which a runtime may not know",
      containerSecurityOf({ capabilities: { drop: ["all"] } }),
      [`${containerSubject} keeps capabilities; set securityContext.capabilities.drop to ["ALL"]`],
    ],
    [
      "a capability that is added",
      containerSecurityOf({ capabilities: { drop: ["ALL"], add: ["CHOWN", "NET_BIND_SERVICE"] } }),
      [`${containerSubject} adds the capability "CHOWN"; remove it from securityContext.capabilities.add`],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(containerCapabilitiesDropped, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      containerCapabilitiesDropped,
      [containerSecurityOf({ capabilities: { drop: unknown, add: ["CHOWN"] } })],
      `${containerPath}.securityContext.capabilities.drop`,
      [`${containerSubject} adds the capability "CHOWN"; remove it from securityContext.capabilities.add`],
    );
  });
});
