import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { kindOf, objectsOf, referredBy, referringTo, subjectOf } from "../../../policies/kit/kubernetes";

const object = (props: Record<string, unknown>, more: Partial<PolicyResource> = {}): PolicyResource =>
  ({
    type: "kubernetes:core/v1:Service",
    name: "heart",
    urn: "urn:a",
    propertyDependencies: {},
    props,
    ...more,
  }) as PolicyResource;

describe("the kind of an object", () => {
  for (const [type, kind] of [
    ["kubernetes:core/v1:Pod", "Pod"],
    ["kubernetes:v1:Pod", "Pod"],
    ["kubernetes:extensions/v1beta1:Ingress", "Ingress"],
    ["kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch", "ClusterRole"],
    ["kubernetes:serving.knative.dev/v1:Service", undefined],
    ["kubernetes:helm.sh/v3:Release", undefined],
    ["keycloak:index/group:Group", undefined],
  ])
    it(`of ${type} is ${kind}`, () => {
      assert.equal(kindOf(String(type)), kind);
    });

  it("is in messages as words, with the name in the cluster or else in the program", () => {
    const type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
    assert.equal(
      subjectOf({ type, name: "heart", props: { metadata: { name: "deny" } } }),
      'network policy "deny"',
    );
    for (const props of [{}, { metadata: null }, { metadata: { name: "" } }, { metadata: { name: 7 } }])
      assert.equal(subjectOf({ type, name: "heart", props }), 'network policy "heart"');
    assert.equal(
      subjectOf({ type: "kubernetes:example.org/v1:Route", name: "heart", props: {} }),
      'route "heart"',
    );
  });

  it("finds objects of a stack, patches not among them", () => {
    const patch = object({}, { type: "kubernetes:core/v1:ServicePatch" });
    const service = object({});
    assert.deepEqual(objectsOf([service, patch], "Service"), [service]);
  });
});

describe("an object refers to another", () => {
  const path = ["metadata", "namespace"] as const;
  const from = { metadata: [{ urn: "urn:b" } as PolicyResource] };
  const target = object({ metadata: { name: "heart-tasks" } }, { urn: "urn:b" });
  const unnamed = object({}, { urn: "urn:b" });
  const inside = (namespace?: string) => object({ metadata: { namespace } }, { propertyDependencies: from });

  /** Asked from both ends. */
  const refersTo = (from: PolicyResource, to: PolicyResource): boolean => {
    const found = referredBy(from, path, [to]).length > 0;
    assert.equal(referringTo(to, path, [from]).length > 0, found);
    return found;
  };

  it("by its name", () => {
    assert.equal(refersTo(inside("heart-tasks"), target), true);
    assert.equal(refersTo(inside("heart"), target), false);
  });

  it("by where the property comes from, while the name is not known", () => {
    assert.equal(refersTo(inside("heart-tasks"), unnamed), true);
    assert.equal(refersTo({ ...inside("heart-tasks"), propertyDependencies: {} }, unnamed), false);
  });

  it("by nothing where it names none", () => {
    assert.equal(refersTo(inside(), target), false);
    assert.equal(refersTo(inside(), unnamed), false);
  });
});
