import type { PolicyResource } from "@pulumi/policy";
import { labelKeys } from "../../components/five-safes";
import { imageName } from "../kit/container";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { holdsForAny } from "../kit/holds-for-any";
import { kindOf, objectsOf, referredBy, subjectOf } from "../kit/kubernetes";
import { Lookup } from "../kit/lookup";
import { insideOf } from "../kit/namespace";
import { perList } from "../kit/per-list";
import { containersOf, podKinds, podOf } from "../kit/pod-spec";
import type { StackRule } from "../kit/rule";
import { selects, selectsAll } from "../kit/selector";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";
import { asList, asTextMap } from "../kit/value";

/** Images of services that make a pod of what a caller sends. */
const taskServers = ["tesk-api", "funnel"];

/** Tasks are made while the environment runs, unseen by this pack: only what their namespace has holds them. */
export const taskNamespaceFenced: StackRule = {
  name: "safe-settings-task-namespace-fenced",
  description:
    "A namespace that runs tasks has a quota and an admission policy on images, and serves one project.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-45",
    satre: ["2.1.14"],
    also: ["TES-K: one store and one account per installation", "K8TRE container runtimes"],
  }),
  remediationSteps:
    "Give the namespace a ResourceQuota, a ValidatingAdmissionPolicy on the images of pods with a binding that denies, and a task service for one project.",
  validateStack: ({ resources }, report) => {
    const objects = resources.filter(({ type }) => type.startsWith("kubernetes:"));
    checkEach(objectsOf(objects, "Namespace"), (namespace) => {
      const inside = insideOf(namespace, objects);
      if (!runsTasks(namespace, inside)) return;
      const refuse = (problem: string): void =>
        report(`${subjectOf(namespace)} runs tasks ${problem}`, namespace.urn);
      checkAll(
        () => {
          if (!holdsForAny(objectsOf(inside, "ResourceQuota"), limitsAnything))
            refuse("without limit; give it a ResourceQuota");
        },
        () => {
          if (!hasImagePolicy(namespace, objects))
            refuse("of any image; bind a ValidatingAdmissionPolicy on the images of pods that denies");
        },
        () =>
          checkEach(inside, (object) => {
            const project = projectOf(object);
            if (project !== undefined && project !== projectOf(namespace))
              report(
                `${subjectOf(object)} is of the project "${project}" among tasks of "${projectOf(namespace)}"; give it a namespace of its own`,
                object.urn,
              );
          }),
      );
    });
  },
};

const label = ({ props }: PolicyResource, key: string): unknown => field(props, "metadata", "labels", key);

const projectOf = (object: PolicyResource): unknown => label(object, labelKeys.project);

const runsTasks = (namespace: PolicyResource, inside: readonly PolicyResource[]): boolean =>
  label(namespace, labelKeys.role) === "tasks" ||
  holdsForAny(
    inside.filter(({ type }) => podKinds.includes(kindOf(type) ?? "")),
    (object) => containersOf(podOf(object)).some((container) => taskServers.includes(imageName(container))),
  );

const limitsAnything = ({ props }: PolicyResource): boolean =>
  Object.keys(field(props, "spec", "hard") ?? {}).length > 0;

function hasImagePolicy(namespace: PolicyResource, objects: readonly PolicyResource[]): boolean {
  const policies = objectsOf(objects, "ValidatingAdmissionPolicy");
  return holdsForAny(
    bindingsFor(namespace, objectsOf(objects, "ValidatingAdmissionPolicyBinding")),
    (binding) =>
      asList(field(binding.props, "spec", "validationActions")).includes("Deny") &&
      reaches(field(binding.props, "spec", "matchResources"), namespace) &&
      holdsForAny(
        referredBy(binding, ["spec", "policyName"], policies),
        (policy) =>
          reaches(field(policy.props, "spec", "matchConstraints"), namespace) && limitsImages(policy),
      ),
  );
}

const reaches = (match: unknown, namespace: PolicyResource): boolean =>
  selects(field(match, "namespaceSelector"), labelsOf(namespace)) &&
  selectsAll(field(match, "objectSelector"));

const labelsOf = ({ props }: PolicyResource): Record<string, unknown> => ({
  ...asTextMap(field(props, "metadata", "labels")),
  "kubernetes.io/metadata.name": field(props, "metadata", "name"),
});

/** The bindings that may reach a namespace: those that ask for a label that it has, for other things, or for unknown ones. */
function bindingsFor(
  namespace: PolicyResource,
  bindings: readonly PolicyResource[],
): readonly PolicyResource[] {
  const labels = ifKnown(() => Object.entries(labelsOf(namespace)));
  return labels === undefined
    ? bindings
    : byLabel(bindings).find({ values: labels.map((it) => it.join("=")), urns: anyLabel });
}

/** Bindings by the first label that they ask for. */
const byLabel = perList(
  (bindings: readonly PolicyResource[]) =>
    new Lookup(bindings, ({ props }) => {
      // one that is not known to its end may be what keeps the rule from judging
      const known = ifKnown(() => JSON.parse(JSON.stringify(props)) as unknown);
      const asked = field(known, "spec", "matchResources", "namespaceSelector", "matchLabels");
      const [first] = Object.entries(asked ?? {});
      return { ...(first && { values: [first.join("=")] }), urns: anyLabel };
    }),
);

const anyLabel = ["any"];

/** What a rule of a policy must name to be about every new pod. */
const newPods: Readonly<Record<string, string>> = {
  apiGroups: "",
  apiVersions: "v1",
  resources: "pods",
  operations: "CREATE",
};

/** Whether a policy says something about the image of every new pod, and refuses what it cannot judge. */
function limitsImages({ props }: PolicyResource): boolean {
  const spec = field(props, "spec");
  const covers = (rule: unknown, key: string): boolean =>
    asList(field(rule, key)).some((it) => it === newPods[key] || it === "*");
  return (
    field(spec, "failurePolicy") !== "Ignore" &&
    asList(field(spec, "matchConstraints", "resourceRules")).some((rule) =>
      Object.keys(newPods).every((key) => covers(rule, key)),
    ) &&
    asList(field(spec, "validations")).some((it) => /\bimage\b/.test(String(field(it, "expression"))))
  );
}
