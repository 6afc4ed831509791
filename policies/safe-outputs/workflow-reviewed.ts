import { posix } from "node:path";
import type { ResourceValidationArgs } from "@pulumi/policy";
import { environmentOf } from "../kit/container";
import { objectsIn } from "../kit/document";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, ofKinds, subjectOf } from "../kit/kubernetes";
import { entriesOf } from "../kit/object-data";
import { ofPods, podKinds } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { settingOf } from "../kit/setting";
import { checkEach } from "../kit/unknown";
import { asList, isOn } from "../kit/value";
import { readWeskitText, runsWeskit } from "../kit/weskit";

type Refuse = (problem: string) => void;

/** Parameters with which people choose how much a workflow takes, and not what it runs. */
const defaultParameters = ["cores", "jobs", "max-memory", "max-runtime", "resume"];

/** A workflow is a program of whoever wrote it: what nobody reviewed can send the data anywhere. */
export const workflowReviewed: ResourceRule = {
  name: "safe-outputs-workflow-reviewed",
  description:
    "WESkit runs installed workflows that it cannot change, and people set only harmless parameters.",
  severity: "high",
  framework: fiveSafes("safe-outputs", {
    control: "O-10",
    also: ['paper: "by allowing only secure workflows"', "TEHDAS2 FCR-6(1)"],
  }),
  remediationSteps:
    "Mount the folder of WESKIT_WORKFLOWS readOnly, list workflows by file: paths inside it, and take api: true off other parameters.",
  configSchema: {
    properties: {
      engineParameters: {
        type: "array",
        items: { type: "string" },
        description: "Parameters of the workflow engines that people may set.",
        default: defaultParameters,
      },
    },
  },
  validateResource: ofKinds([...podKinds, "ConfigMap"], (args, report) => {
    if (kindOf(args.type) !== "ConfigMap") return pods(args, report);
    const refuse = (problem: string): void => report(`${subjectOf(args)} ${problem}`);
    checkEach(entriesOf(args), ({ read }) => {
      const document = readWeskitText(read());
      checkWorkflows(document, refuse);
      checkParameters(document, args, refuse);
    });
  }),
};

const pods = ofPods({
  container: (container, refuse) => {
    if (!runsWeskit(container)) return;
    const folder = settingOf(environmentOf(container), "WESKIT_WORKFLOWS")?.read();
    if (typeof folder !== "string" || folder === "")
      refuse("does not say where its workflows are; set WESKIT_WORKFLOWS to a folder mounted readOnly");
    else checkFolder(container, posix.join(folder, "/"), refuse);
  },
});

/** Refuses every mount that is, or is in, the folder, or that the folder is in, unless it is for reading. */
function checkFolder(container: unknown, folder: string, refuse: Refuse): void {
  const mounts = asList(field(container, "volumeMounts")).map((mount) => ({
    path: posix.join(String(field(mount, "mountPath") ?? ""), "/"),
    isReadOnly: isOn(field(mount, "readOnly")),
  }));
  const around = mounts
    .filter(({ path }) => folder.startsWith(path))
    .sort((a, b) => b.path.length - a.path.length)
    .slice(0, 1);
  if (around.length === 0 && !isOn(field(container, "securityContext", "readOnlyRootFilesystem")))
    refuse(`can write to its workflows in ${folder}; mount the folder readOnly`);
  const inside = mounts.filter(({ path }) => path !== folder && path.startsWith(folder));
  for (const { path, isReadOnly } of [...around, ...inside])
    if (!isReadOnly) refuse(`can write to its workflows in ${path}; mount it readOnly`);
}

/** Refuses what the dashboard offers and is no installed file. */
function checkWorkflows(document: unknown, refuse: Refuse): void {
  for (const workflow of objectsIn(document)) {
    const uri = field(workflow, "uri");
    if (!["SMK", "NFL"].includes(String(field(workflow, "type"))) || uri === undefined) continue;
    if (!/^file:(?!\/)[\w./-]+$/.test(String(uri)) || String(uri).includes(".."))
      refuse(`offers the workflow "${uri}"; install it and list it as "file:<folder>/<file>"`);
  }
}

function checkParameters(document: unknown, { getConfig }: ResourceValidationArgs, refuse: Refuse): void {
  const { engineParameters = defaultParameters } = getConfig<{ engineParameters?: string[] }>();
  const settable = objectsIn(field(document, "workflow_engines")).filter((it) => isOn(field(it, "api")));
  const names = new Set(settable.map((it) => String(field(it, "name"))));
  const extra = [...names].filter((name) => !engineParameters.includes(name));
  if (extra.length > 0)
    refuse(`lets people set ${extra.join(", ")} of the workflow engine; take api: true off them`);
}
