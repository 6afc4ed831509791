import assert from "node:assert/strict";
import { entriesOf } from "../../../policies/kit/object-data";

const read = (type: string, props: Record<string, unknown>) =>
  entriesOf({ type, props }).map((entry) => [entry.name, entry.read()]);

describe("entriesOf", () => {
  it("reads the texts of a ConfigMap as they are", () => {
    assert.deepEqual(read("kubernetes:core/v1:ConfigMap", { data: { a: "YQ==" } }), [["a", "YQ=="]]);
  });

  it("reads a Secret decoded, and what is not encoded as it is", () => {
    const props = { data: { a: "YQ==", b: 7 }, stringData: { c: "YQ==" } };
    assert.deepEqual(read("kubernetes:core/v1:Secret", props), [
      ["a", "a"],
      ["b", 7],
      ["c", "YQ=="],
    ]);
  });

  it("finds nothing where there is nothing", () => {
    for (const data of [undefined, null, 7, {}])
      assert.deepEqual(read("kubernetes:core/v1:Secret", { data }), []);
  });
});
