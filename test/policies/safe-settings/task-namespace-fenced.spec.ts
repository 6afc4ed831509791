import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { taskNamespaceFenced } from "../../../policies/safe-settings/task-namespace-fenced";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import {
  compliantKubernetes,
  container,
  containerOf,
  deployment,
  deploymentOf,
  imagePolicy,
  imagePolicyBinding,
  namespace,
  quota,
  service,
} from "../compliant-kubernetes";

const fence = [quota, imagePolicy, imagePolicyBinding];
const says = (problem: string) => `namespace "heart-tasks" runs tasks ${problem}`;
const unlimited = says("without limit; give it a ResourceQuota");
const anyImage = says("of any image; bind a ValidatingAdmissionPolicy on the images of pods that denies");
const unlabelled = changed(namespace, {
  metadata: { name: "heart-tasks", labels: { "spe.project": "heart" } },
});
const policyOf = (spec: Record<string, unknown>): Judged =>
  changed(imagePolicy, { spec: { ...(imagePolicy.props?.spec as object), ...spec } });
const bindingOf = (spec: Record<string, unknown>): Judged =>
  changed(imagePolicyBinding, { spec: { ...(imagePolicyBinding.props?.spec as object), ...spec } });

describe("safe-settings-task-namespace-fenced", () => {
  it("holds for a namespace with quota, image policy and one project", async () => {
    await holds(taskNamespaceFenced, compliantKubernetes);
  });

  it("leaves namespaces without tasks alone", async () => {
    await holds(taskNamespaceFenced, [unlabelled, containerOf({ image: "quay.io/minio/minio" }), service]);
  });

  it("knows a namespace of tasks by its role, or by a task service in it", async () => {
    await reports(taskNamespaceFenced, [namespace], [unlimited, anyImage]);
    for (const image of ["elixircloud/tesk-api:1.1.0", "quay.io/ohsu-comp-bio/funnel@sha256:0a"])
      await reports(taskNamespaceFenced, [unlabelled, containerOf({ image })], [unlimited, anyImage]);
    const starter = deploymentOf({ initContainers: [{ ...container, image: "funnel" }], containers: [] });
    await reports(taskNamespaceFenced, [unlabelled, starter], [unlimited, anyImage]);
  });

  const quotas: [string, Judged][] = [
    ["of another namespace", changed(quota, { metadata: { namespace: "heart" } })],
    ["of nothing", changed(quota, { spec: { hard: {} } })],
    ["that says nothing", changed(quota, { spec: undefined })],
  ];
  for (const [name, other] of quotas)
    it(`reports a quota ${name}`, async () => {
      await reports(taskNamespaceFenced, [namespace, other, imagePolicy, imagePolicyBinding], [unlimited]);
    });

  const inPods = { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] };
  const policies: [string, Judged, Judged][] = [
    ["is not bound", imagePolicy, bindingOf({ policyName: "other" })],
    ["only warns", imagePolicy, bindingOf({ validationActions: ["Warn", "Audit"] })],
    [
      "is bound to other namespaces",
      imagePolicy,
      bindingOf({ matchResources: { namespaceSelector: { matchLabels: { "spe.project": "lungs" } } } }),
    ],
    [
      "is bound to some objects",
      imagePolicy,
      bindingOf({ matchResources: { objectSelector: { matchLabels: { app: "x" } } } }),
    ],
    ["lets pass what it cannot judge", policyOf({ failurePolicy: "Ignore" }), imagePolicyBinding],
    ["is about something else", policyOf({ validations: [{ expression: "true" }] }), imagePolicyBinding],
    ["is about no object", policyOf({ matchConstraints: {} }), imagePolicyBinding],
    [
      "is about jobs",
      policyOf({ matchConstraints: { resourceRules: [{ ...inPods, resources: ["jobs"] }] } }),
      imagePolicyBinding,
    ],
    [
      "is about pods of another API",
      policyOf({ matchConstraints: { resourceRules: [{ ...inPods, apiGroups: ["apps"] }] } }),
      imagePolicyBinding,
    ],
    [
      "is about changes",
      policyOf({ matchConstraints: { resourceRules: [{ ...inPods, operations: ["UPDATE"] }] } }),
      imagePolicyBinding,
    ],
    [
      "is for other namespaces",
      policyOf({
        matchConstraints: {
          resourceRules: [inPods],
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "lungs" } },
        },
      }),
      imagePolicyBinding,
    ],
  ];
  for (const [name, policy, binding] of policies)
    it(`reports an image policy that ${name}`, async () => {
      await reports(taskNamespaceFenced, [namespace, quota, policy, binding], [anyImage]);
    });

  it("holds for a policy on everything that is bound everywhere", async () => {
    const everything = [{ apiGroups: ["*"], apiVersions: ["*"], resources: ["*"], operations: ["*"] }];
    const policy = policyOf({ failurePolicy: undefined, matchConstraints: { resourceRules: everything } });
    await holds(taskNamespaceFenced, [namespace, quota, policy, bindingOf({ matchResources: undefined })]);
  });

  it("finds a policy by where its binding comes from, while its name is unknown", async () => {
    await holds(taskNamespaceFenced, [
      namespace,
      quota,
      changed(imagePolicy, { metadata: { name: unknown } }),
      {
        ...bindingOf({ policyName: unknown }),
        dependencies: { spec: [urnOf(imagePolicy.type, imagePolicy.name)] },
      },
    ]);
  });

  it("reports what is of another project", async () => {
    const other = changed(service, {
      metadata: { name: "lungs", namespace: "heart-tasks", labels: { "spe.project": "lungs" } },
    });
    await reports(
      taskNamespaceFenced,
      [namespace, ...fence, deployment, other],
      ['service "lungs" is of the project "lungs" among tasks of "heart"; give it a namespace of its own'],
    );
  });

  it("cannot be judged while a quota is unknown, and still reports the rest", async () => {
    await cannotJudge(taskNamespaceFenced, [namespace, changed(quota, { spec: unknown })], "spec", [
      anyImage,
    ]);
  });
});
