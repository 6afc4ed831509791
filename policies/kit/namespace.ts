import type { PolicyResource } from "@pulumi/policy";
import { field } from "./field";
import { referredBy, referringTo } from "./kubernetes";

const namespacePath = ["metadata", "namespace"] as const;

/** The objects of a list that name a namespace as the one that they are in. */
export const insideOf = (namespace: PolicyResource, objects: readonly PolicyResource[]): PolicyResource[] =>
  referringTo(namespace, namespacePath, objects);

/** Whether an object names one of a list of namespaces as the one that it is in. */
export const isInAny = (object: PolicyResource, namespaces: readonly PolicyResource[]): boolean =>
  referredBy(object, namespacePath, namespaces).length > 0;

/** The namespace that an object is in, which is `default` where it names none. */
export const namespaceNameOf = (props: Record<string, unknown>): unknown =>
  field(props, "metadata", "namespace") ?? "default";

/** Parameter of rules that let the edge, which is there for the outside, do more than others. */
export const edgeNamespacesSchema = {
  type: "array",
  items: { type: "string" },
  description: "Namespaces of the gateway, which alone faces the outside.",
  default: ["edge"],
} as const;

/** The namespaces of the gateway by a rule's configuration. */
export const edgeNamespacesOf = (config: { edgeNamespaces?: string[] }): readonly string[] =>
  config.edgeNamespaces ?? edgeNamespacesSchema.default;
