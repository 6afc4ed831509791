import type { PolicyResource } from "@pulumi/policy";
import { field } from "./field";
import { refersTo } from "./kubernetes";

/** Whether an object names a namespace as the one that it is in. */
export const isIn = (object: PolicyResource, namespace: PolicyResource): boolean =>
  refersTo(object, ["metadata", "namespace"], namespace);

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
