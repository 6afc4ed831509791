import { type Judged, unknown } from "../../../policies/judge";
import { podWithoutHostPath } from "../../../policies/safe-settings/pod-without-host-path";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { deployment, deploymentOf, deploymentSubject, podPath } from "../compliant-kubernetes";

describe("safe-settings-pod-without-host-path", () => {
  it("holds for other volumes, and for none", async () => {
    await holds(podWithoutHostPath, [
      deployment,
      deploymentOf({
        volumes: [
          { name: "work", emptyDir: {} },
          { name: "x", hostPath: null },
        ],
      }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "a path of the node",
      deploymentOf({ volumes: [{ name: "root", hostPath: { path: "/" } }] }),
      [
        `${deploymentSubject} mounts a path of its node as "root"; replace hostPath by a claim or an emptyDir`,
      ],
    ],
    [
      "a path that is not known yet",
      deploymentOf({ volumes: [{ name: "root", hostPath: { path: unknown } }] }),
      [
        `${deploymentSubject} mounts a path of its node as "root"; replace hostPath by a claim or an emptyDir`,
      ],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podWithoutHostPath, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podWithoutHostPath,
      [
        deploymentOf({
          volumes: [
            { name: "a", hostPath: unknown },
            { name: "root", hostPath: {} },
          ],
        }),
      ],
      `${podPath}.volumes.0.hostPath`,
      [
        `${deploymentSubject} mounts a path of its node as "root"; replace hostPath by a claim or an emptyDir`,
      ],
    );
  });
});
