import { type Judged, unknown } from "../../../policies/judge";
import { taskApiAuthenticated } from "../../../policies/safe-settings/task-api-authenticated";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { fromConfigMap, minio, teskApi } from "../compliant-programs";

const values = {
  auth: { mode: "auth" },
  ingress: { tls_secret_name: "tes-tls" },
  service: { type: "ClusterIP" },
  tesk: { debug: false },
};
const chart: Judged = {
  type: "kubernetes:helm.sh/v4:Chart",
  name: "heart-tesk",
  props: { chart: "./charts/tesk", values },
};
const valuesOf = (part: Record<string, unknown>): Judged =>
  changed(chart, { values: { ...values, ...part } });
const subject = 'chart "heart-tesk"';
const api = 'container "tesk-api" of deployment "tesk-api"';

describe("safe-settings-task-api-authenticated", () => {
  it("holds for a chart and a deployment with a login", async () => {
    await holds(taskApiAuthenticated, [
      chart,
      valuesOf({ service: undefined, tesk: undefined }),
      teskApi(),
      teskApi({ SPRING_PROFILES_ACTIVE: "production,auth", TESK_API_TASKMASTER_DEBUG: undefined }),
    ]);
  });

  it("leaves other charts and programs alone", async () => {
    await holds(taskApiAuthenticated, [changed(chart, { chart: "taskd", values: {} }), minio()]);
  });

  const parts: [string, Record<string, unknown>, string][] = [
    ["no login by default", { auth: undefined }, 'has auth.mode "noauth"; set it to "auth"'],
    ["noauth", { auth: { mode: "noauth" } }, 'has auth.mode "noauth"; set it to "auth"'],
    ["another mode", { auth: { mode: "AUTH" } }, 'has auth.mode "AUTH"; set it to "auth"'],
    ["no certificate", { ingress: {} }, "has no certificate; set ingress.tls_secret_name to its Secret"],
    [
      "a port on every node",
      { service: { type: "NodePort" } },
      'opens a port on every node; leave service.type "ClusterIP"',
    ],
    ["debug", { tesk: { debug: true } }, "has tesk.debug on; set it to false"],
    ["debug as text", { tesk: { debug: "true" } }, "has tesk.debug on; set it to false"],
  ];
  for (const [name, part, problem] of parts)
    it(`reports a chart with ${name}`, async () => {
      await reports(taskApiAuthenticated, [valuesOf(part)], [`${subject} ${problem}`]);
    });

  for (const [name, resource] of [
    ["oci://registry.example.org/charts/tesk", chart],
    ["tesk-0.1.1.tgz", { ...chart, type: "kubernetes:helm.sh/v3:Release" }],
    ["tesk", { ...chart, type: "kubernetes:helm.sh/v3:Chart" }],
  ] as const)
    it(`knows the chart "${name}" and its defaults`, async () => {
      await reports(
        taskApiAuthenticated,
        [changed(resource, { chart: name, values: undefined })],
        [
          `${subject} has auth.mode "noauth"; set it to "auth"`,
          `${subject} has no certificate; set ingress.tls_secret_name to its Secret`,
        ],
      );
    });

  for (const profiles of [undefined, "", "noauth", "auth,noauth", "authentic"])
    it(`reports SPRING_PROFILES_ACTIVE ${JSON.stringify(profiles)}`, async () => {
      await reports(
        taskApiAuthenticated,
        [teskApi({ SPRING_PROFILES_ACTIVE: profiles })],
        [`${api} has SPRING_PROFILES_ACTIVE "${profiles ?? ""}"; set it to "auth"`],
      );
    });

  it("reports profiles that nobody sees, and debug", async () => {
    await reports(
      taskApiAuthenticated,
      [teskApi({ SPRING_PROFILES_ACTIVE: fromConfigMap, TESK_API_TASKMASTER_DEBUG: "true" })],
      [
        `${api} has SPRING_PROFILES_ACTIVE ""; set it to "auth"`,
        `${api} has TESK_API_TASKMASTER_DEBUG on; set it to false`,
      ],
    );
  });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      taskApiAuthenticated,
      [valuesOf({ auth: { mode: unknown }, ingress: {} })],
      "values.auth.mode",
      [`${subject} has no certificate; set ingress.tls_secret_name to its Secret`],
    );
  });
});
