import { type Judged, unknown } from "../../../policies/judge";
import { podNamespacesOwn } from "../../../policies/safe-settings/pod-namespaces-own";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { deployment, deploymentOf, deploymentSubject, podPath } from "../compliant-kubernetes";

describe("safe-settings-pod-namespaces-own", () => {
  it("holds for a pod with namespaces of its own", async () => {
    await holds(podNamespacesOwn, [
      deployment,
      deploymentOf({ hostNetwork: false, hostPID: false, hostIPC: null }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "each namespace of the node",
      deploymentOf({ hostNetwork: true, hostPID: true, hostIPC: true }),
      [
        `${deploymentSubject} uses a namespace of its node; remove hostNetwork`,
        `${deploymentSubject} uses a namespace of its node; remove hostPID`,
        `${deploymentSubject} uses a namespace of its node; remove hostIPC`,
      ],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(podNamespacesOwn, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      podNamespacesOwn,
      [deploymentOf({ hostNetwork: unknown, hostIPC: true })],
      `${podPath}.hostNetwork`,
      [`${deploymentSubject} uses a namespace of its node; remove hostIPC`],
    );
  });
});
