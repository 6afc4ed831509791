import assert from "node:assert/strict";
import { unknown } from "../../../policies/judge";
import { asList, asTextMap, httpsProblem, isOn, makePrintable, mayBeOn } from "../../../policies/kit/value";
import { guarded } from "../guarded";

describe("values of inputs", () => {
  it("are on or off also as JSON strings", () => {
    assert.deepEqual([true, "true"].map(isOn), [true, true]);
    assert.deepEqual([false, "false", undefined, null, "TRUE", 1, {}].map(isOn), Array(7).fill(false));
  });

  it("count as a danger where they are odd", () => {
    assert.deepEqual([true, "true", "TRUE", 1, {}, "no"].map(mayBeOn), Array(6).fill(true));
    assert.deepEqual([false, "false", undefined, null, ""].map(mayBeOn), Array(5).fill(false));
  });

  it("are lists also where they are single or missing", () => {
    assert.deepEqual([["a"], "a", undefined, null].map(asList), [["a"], ["a"], [], []]);
  });

  it("are maps of text where they are objects", () => {
    assert.deepEqual([{ a: "b", c: 1 }, null, "x", undefined].map(asTextMap), [{ a: "b" }, {}, {}, {}]);
  });

  it("are exact https addresses or say why not", () => {
    assert.equal(httpsProblem("https://login.example.org/x"), undefined);
    assert.equal(httpsProblem("HTTPS://login.example.org"), undefined);
    assert.equal(httpsProblem(""), "is not set");
    assert.equal(httpsProblem(7), "is not a URL");
    assert.equal(httpsProblem("//login.example.org"), "is not a URL");
    assert.equal(httpsProblem("http://x"), 'is "http://x", not https');
    assert.equal(httpsProblem("https://x/*"), 'is "https://x/*", which contains a wildcard');
  });
});

describe("objects in inputs", () => {
  const odd = [
    { toString: "x" },
    { toString: unknown, valueOf: null },
    Object.setPrototypeOf({}, null),
    Object.setPrototypeOf({}, { toString: 7 }),
  ];

  it("can be put into texts, also where a key or a prototype is in the way", () => {
    for (const inner of odd) {
      const props = guarded({ unknown, list: [inner] });
      assert.throws(() => `${props.list}`);
      makePrintable(props);
      assert.equal(`${props.list}`, "[object Object]");
      assert.ok(Number.isNaN(Number(props.list[0])));
    }
  });

  it("stay what they are", () => {
    const props = { key: { toString: "x" }, list: [1, { a: null }] };
    makePrintable(props);
    assert.deepEqual(props, { key: { toString: "x" }, list: [1, { a: null }] });
    assert.equal(`${props.list}`, "1,[object Object]");
  });
});
