import assert from "node:assert/strict";
import { field } from "../../../policies/kit/field";

describe("a field", () => {
  const value = { a: { "b.c/d": [{ e: 0 }], f: null, g: "text" } };

  it("is what stands at the end of its keys", () => {
    assert.equal(field(value, "a", "b.c/d", "0", "e"), 0);
    assert.equal(field(value), value);
  });

  it("is undefined where it, or anything before it, is missing, null or no object", () => {
    for (const keys of [
      ["a", "f"],
      ["b", "c"],
      ["a", "f", "g"],
      ["a", "g", "length"],
    ])
      assert.equal(field(value, ...keys), undefined);
    for (const other of [undefined, null, 7, "text", true]) assert.equal(field(other, "a"), undefined);
  });
});
