import { type Judged, unknown } from "../../../policies/judge";
import { workflowReviewed } from "../../../policies/safe-outputs/workflow-reviewed";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { configMapOf, minio, weskit, weskitConfig, weskitFiles, workflowList } from "../compliant-programs";

const api = 'container "weskit" of deployment "weskit"';
const map = 'config map "weskit"';
const writable = (path: string) => `${api} can write to its workflows in ${path}; mount it readOnly`;
const mountsOf = (...mounts: [path: string, readOnly?: unknown][]): Judged =>
  weskit({}, { volumeMounts: mounts.map(([mountPath, readOnly]) => ({ name: "a", mountPath, readOnly })) });
const writableRoot = { securityContext: {} };

describe("safe-outputs-workflow-reviewed", () => {
  it("holds for installed workflows, mounted for reading", async () => {
    await holds(workflowReviewed, [weskit(), weskitFiles, minio()]);
    await holds(workflowReviewed, [
      mountsOf(["/weskit", "true"]),
      mountsOf(["/weskit", false], ["/weskit/workflows/", true]),
      mountsOf(["/weskit/workflows-old", false], ["/weskit/workflows", true]),
    ]);
  });

  it("holds for workflows in an image that cannot be written to", async () => {
    await holds(workflowReviewed, [weskit({}, { volumeMounts: [] })]);
  });

  it("reports workflows that can be written to", async () => {
    for (const readOnly of [undefined, false, "false"])
      await reports(
        workflowReviewed,
        [mountsOf(["/weskit/workflows", readOnly])],
        [writable("/weskit/workflows/")],
      );
  });

  it("reports a folder around them, or inside of them, that can be written to", async () => {
    await reports(workflowReviewed, [mountsOf(["/weskit"])], [writable("/weskit/")]);
    await reports(
      workflowReviewed,
      [mountsOf(["/weskit/workflows", true], ["/weskit/workflows/own"])],
      [writable("/weskit/workflows/own/")],
    );
  });

  it("reports workflows in the container's own, writable files", async () => {
    await reports(
      workflowReviewed,
      [weskit({}, { volumeMounts: [], ...writableRoot })],
      [`${api} can write to its workflows in /weskit/workflows/; mount the folder readOnly`],
    );
  });

  it("reports a container that does not say where they are, a worker too", async () => {
    for (const command of [undefined, ["celery", "worker"]])
      await reports(
        workflowReviewed,
        [weskit({ WESKIT_WORKFLOWS: undefined }, { command })],
        [`${api} does not say where its workflows are; set WESKIT_WORKFLOWS to a folder mounted readOnly`],
      );
  });

  for (const uri of [
    "https://github.com/example/workflow",
    "trs://trs.example.org/workflow",
    "file:/etc/Snakefile",
    "file:../workflows-x/Snakefile",
    "file:a/../../Snakefile",
  ])
    it(`reports the workflow "${uri}"`, async () => {
      await reports(
        workflowReviewed,
        [
          configMapOf("weskit", {
            "info.yaml": workflowList.replace("file:snakemake-example/Snakefile", uri),
          }),
        ],
        [`${map} offers the workflow "${uri}"; install it and list it as "file:<folder>/<file>"`],
      );
    });

  it("reports parameters that people must not set, each once", async () => {
    const config = weskitConfig
      .replace("api: false", "api: true")
      .replace(
        "        - { name: cores",
        '        - { name: profile, api: "true" }\n        - { name: cores',
      );
    const file = configMapOf("weskit", { "config.yaml": config });
    await reports(
      workflowReviewed,
      [file],
      [`${map} lets people set profile, use-conda of the workflow engine; take api: true off them`],
    );
    await holds(workflowReviewed, [file], {
      config: { engineParameters: ["cores", "profile", "use-conda"] },
    });
  });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      workflowReviewed,
      [weskit({ WESKIT_WORKFLOWS: unknown })],
      "spec.template.spec.containers.0.env.0.value",
    );
    await cannotJudge(
      workflowReviewed,
      [configMapOf("weskit", { a: unknown, b: workflowList.replace("file:", "trs://") })],
      "data.a",
      [
        `${map} offers the workflow "trs://snakemake-example/Snakefile"; install it and list it as "file:<folder>/<file>"`,
      ],
    );
  });
});
