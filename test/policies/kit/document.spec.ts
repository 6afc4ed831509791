import assert from "node:assert/strict";
import { objectsIn, readDocument } from "../../../policies/kit/document";

describe("readDocument", () => {
  it("reads YAML and JSON", () => {
    assert.deepEqual(readDocument("a: [1, true]\n"), { a: [1, true] });
    assert.deepEqual(readDocument('{"a": {"b": null}}'), { a: { b: null } });
  });

  it("leaves out what contains itself", () => {
    assert.deepEqual(readDocument("a: &a\n  b: *a\n  c: 1\nd: *a\n"), {
      a: { b: undefined, c: 1 },
      d: { b: undefined, c: 1 },
    });
  });

  it("reads keys that JavaScript takes for something else as any other", () => {
    const document = readDocument("a: {toString: 1}\n") as { a: unknown };
    assert.equal(`${document.a}`, "[object Object]");
    assert.deepEqual(document, { a: { toString: 1 } });
  });

  it("reads nothing in what is neither, and in what is no text", () => {
    for (const text of ["a: [", "a: 1\n---\nb: 2\n", undefined, 7, {}])
      assert.equal(readDocument(text), undefined);
  });
});

describe("objectsIn", () => {
  it("finds every object, inside of lists too", () => {
    const inner = { c: 1 };
    assert.deepEqual(objectsIn({ a: [inner], b: "x" }), [{ a: [inner], b: "x" }, [inner], inner]);
    assert.deepEqual(objectsIn("x"), []);
  });
});
