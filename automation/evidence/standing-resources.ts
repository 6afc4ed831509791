import { type Judged, unknown } from "../../policies/judge";
import { isSecret } from "../check/plain-properties";
import type { ResourceState } from "../check/state";

/** Resources as rules on single ones see them: what the program asked for. */
export const asAsked = (resources: readonly ResourceState[]): Judged[] =>
  resources.map((resource) => judgedOf(resource, resource.inputs));

/** Resources as rules on their relations see them: what the provider says stands. */
export const asStanding = (resources: readonly ResourceState[]): Judged[] =>
  resources.map((resource) => judgedOf(resource, resource.outputs));

function judgedOf(resource: ResourceState, properties: object = {}): Judged {
  const { urn, type, propertyDependencies = {} } = resource;
  const { protect = false, ignoreChanges = [], additionalSecretOutputs = [] } = resource;
  return {
    urn,
    type,
    name: urn.split("::").slice(3).join("::"),
    props: withoutSecrets(properties) as Record<string, unknown>,
    opts: { protect, ignoreChanges, additionalSecretOutputs },
    dependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([key, urns]) => [key, urns ?? []]),
    ),
  };
}

/** A secret is not known here: a rule that needs it says that it cannot judge, and does not judge a placeholder. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return unknown;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}
