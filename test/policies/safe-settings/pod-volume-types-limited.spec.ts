import { type Judged, unknown } from "../../../policies/judge";
import { podVolumeTypesLimited } from "../../../policies/safe-settings/pod-volume-types-limited";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { deployment, deploymentOf, deploymentSubject, podPath } from "../compliant-kubernetes";

describe("safe-settings-pod-volume-types-limited", () => {
  it("holds for each type of the list, and for no type, which is an emptyDir", async () => {
    await holds(podVolumeTypesLimited, [
      deployment,
      deploymentOf({
        volumes: [
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret",
        ].map((type) => ({ name: type, [type]: {}, nfs: null })),
      }),
      deploymentOf({ volumes: [{ name: "scratch" }] }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "each other",
      deploymentOf({
        volumes: [
          { name: "data", nfs: { server: "192.0.2.3", path: "/" } },
          { name: "root", hostPath: { path: "/" } },
          { name: "disk", cinder: {} },
        ],
      }),
      [
        `${deploymentSubject} has the volume "data" of type nfs; use a persistentVolumeClaim`,
        `${deploymentSubject} has the volume "root" of type hostPath; use a persistentVolumeClaim`,
        `${deploymentSubject} has the volume "disk" of type cinder; use a persistentVolumeClaim`,
      ],
    ],
    [
      "a type beside one of the list",
      deploymentOf({ volumes: [{ name: "two", emptyDir: {}, hostPath: {} }] }),
      [`${deploymentSubject} has the volume "two" of type hostPath; use a persistentVolumeClaim`],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podVolumeTypesLimited, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podVolumeTypesLimited,
      [
        deploymentOf({
          volumes: [
            { name: "a", iscsi: unknown },
            { name: "b", rbd: {} },
          ],
        }),
      ],
      `${podPath}.volumes.0.iscsi`,
      [`${deploymentSubject} has the volume "b" of type rbd; use a persistentVolumeClaim`],
    );
  });
});
