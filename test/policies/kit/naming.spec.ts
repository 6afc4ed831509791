import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { unknown } from "../../../policies/judge";
import { namedBy, names, naming } from "../../../policies/kit/naming";
import { guarded } from "../guarded";

const resource = (name: string, props: object, propertyDependencies: object = {}) =>
  ({ name, urn: name, props: guarded(props), propertyDependencies }) as PolicyResource;

const known = resource("known", { bucket: "heart-input", id: "1" });
const other = resource("other", { bucket: "heart-audit", id: unknown });
const fresh = resource("fresh", { bucket: unknown, id: unknown });
const candidates = [known, other, fresh];
const keys = ["bucket", "id"];
const from = (...sources: PolicyResource[]) => ({ bucket: sources });

const cases: [string, PolicyResource, PolicyResource[]][] = [
  ["by any of its properties", resource("a", { bucket: "1" }), [known]],
  ["not by where a known name comes from", resource("b", { bucket: "1" }, from(known, other)), [known]],
  [
    "by a known name's source while its own are unknown",
    resource("c", { bucket: "x" }, from(fresh)),
    [fresh],
  ],
  ["by an unknown name's sources", resource("d", { bucket: unknown }, from(fresh, known)), [known, fresh]],
  ["not at all where nothing is said", resource("e", {}), []],
  ["not by nothing", resource("f", { bucket: null }), []],
];
const resources = cases.map(([, it]) => it);

describe("a resource names another", () => {
  for (const [how, it_, named] of cases)
    it(how, () => {
      assert.deepEqual(namedBy(it_, "bucket", candidates, keys), named);
      assert.deepEqual(
        candidates.filter((candidate) => names(it_, "bucket", candidate, keys)),
        named,
      );
    });

  it("and is found from there", () => {
    for (const candidate of candidates)
      assert.deepEqual(
        naming(resources, "bucket", candidate, keys),
        resources.filter((it) => names(it, "bucket", candidate, keys)),
      );
    assert.deepEqual(
      naming(resources, "bucket", fresh, keys).map(({ name }) => name),
      ["c", "d"],
    );
  });
});
