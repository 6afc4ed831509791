import type { PolicyResource } from "@pulumi/policy";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, objectsOf, subjectOf } from "../kit/kubernetes";
import { isInAny } from "../kit/namespace";
import { podKinds } from "../kit/pod-spec";
import type { StackRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";

const reserved = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** The kinds that are in a namespace, whether they name one or not. */
const namespaced = [
  ...podKinds,
  "ConfigMap",
  "EndpointSlice",
  "Endpoints",
  "HorizontalPodAutoscaler",
  "Ingress",
  "LimitRange",
  "NetworkPolicy",
  "PersistentVolumeClaim",
  "PodDisruptionBudget",
  "ResourceQuota",
  "Role",
  "RoleBinding",
  "Secret",
  "Service",
  "ServiceAccount",
];

/** A namespace is what rights, quotas and traffic end at; an object in no one's is held by none of them. */
export const objectInOwnNamespace: StackRule = {
  name: "safe-settings-object-in-own-namespace",
  description: "Every object is in a namespace that it names and that its stack makes for its project.",
  severity: "medium",
  framework: fiveSafes("safe-settings", {
    control: "S-54",
    satre: ["2.2.10"],
    also: ["CIS 5.7.1", "CIS 5.7.4", "NSA 1.12"],
  }),
  remediationSteps: "Set metadata.namespace to the name of one of the stack's namespaces.",
  configSchema: {
    properties: {
      sharedNamespaces: {
        type: "array",
        items: { type: "string" },
        description: "Namespaces that other stacks make and this one may use.",
        default: [],
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { sharedNamespaces = [] } = getConfig<{ sharedNamespaces?: string[] }>();
    const namespaces = objectsOf(resources, "Namespace");
    const isKnownPlace = (object: PolicyResource): boolean =>
      isInAny(object, namespaces) ||
      sharedNamespaces.includes(String(field(object.props, "metadata", "namespace")));
    checkEach(
      resources.filter(({ type }) => type.startsWith("kubernetes:")),
      (object) => {
        const refuse = (problem: string): void => report(`${subjectOf(object)} ${problem}`, object.urn);
        if (isKnownPlace(object)) return;
        const namespace = field(object.props, "metadata", "namespace");
        if (namespace === undefined) {
          if (namespaced.includes(kindOf(object.type) ?? ""))
            refuse("names no namespace; set metadata.namespace to one of the stack's");
        } else if (reserved.includes(String(namespace)))
          refuse(
            `is in "${namespace}", which is the cluster's own; set metadata.namespace to one of the stack's`,
          );
        else
          refuse(
            `is in "${namespace}", which this stack does not make; set metadata.namespace to one of the stack's`,
          );
      },
    );
  },
};
