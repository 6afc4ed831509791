import { type Judged, unknown } from "../../../policies/judge";
import { containerWithoutHostPort } from "../../../policies/safe-settings/container-without-host-port";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { containerOf, containerPath, containerSubject, deployment } from "../compliant-kubernetes";

describe("safe-settings-container-without-host-port", () => {
  it("holds for ports of the container alone", async () => {
    await holds(containerWithoutHostPort, [
      deployment,
      containerOf({
        ports: [
          { containerPort: 80, hostPort: 0 },
          { containerPort: 81, hostPort: null },
        ],
      }),
    ]);
  });

  const broken: [string, Judged, string[]][] = [
    [
      "each port of the node",
      containerOf({
        ports: [
          { containerPort: 80, hostPort: 80 },
          { containerPort: 81, hostPort: "8081" },
        ],
      }),
      [
        `${containerSubject} takes port 80 of its node; remove hostPort and use a Service`,
        `${containerSubject} takes port 8081 of its node; remove hostPort and use a Service`,
      ],
    ],
  ];
  for (const [name, resource, messages] of broken)
    it(`reports ${name}`, async () => {
      await reports(containerWithoutHostPort, [resource], messages);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      containerWithoutHostPort,
      [
        containerOf({
          ports: [
            { containerPort: 80, hostPort: unknown },
            { containerPort: 81, hostPort: 81 },
          ],
        }),
      ],
      `${containerPath}.ports.0.hostPort`,
      [`${containerSubject} takes port 81 of its node; remove hostPort and use a Service`],
    );
  });
});
