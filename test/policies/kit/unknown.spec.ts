import assert from "node:assert/strict";
import { checkAll, checkEach, ifKnown } from "../../../policies/kit/unknown";

const unknownAt = (path: string): Error => Object.assign(new Error(path), { unknownTypeSentinel: "x" });
const fail = (error: Error) => (): never => {
  throw error;
};

describe("unknown values", () => {
  it("do not keep later checks from running, and are passed on at the end", () => {
    const seen: number[] = [];
    assert.throws(
      () => checkAll(fail(unknownAt("first")), () => void seen.push(2), fail(unknownAt("third"))),
      /^Error: first$/,
    );
    assert.deepEqual(seen, [2]);
  });

  it("of a list are its own items' alone", () => {
    const seen: unknown[] = [];
    const items = new Proxy(["a", "b", "c"], {
      get: (list, key) => (key === "1" ? fail(unknownAt("1"))() : Reflect.get(list, key)),
    });
    assert.throws(() => checkEach(items, (item) => void seen.push(item)), /^Error: 1$/);
    assert.deepEqual(seen, ["a", "c"]);
  });

  it("may be left out where a value may be missing", () => {
    assert.equal(ifKnown(fail(unknownAt("x"))), undefined);
    assert.equal(
      ifKnown(() => 7),
      7,
    );
  });

  it("are not confused with mistakes", () => {
    assert.throws(() => checkAll(fail(new TypeError("mistake"))), TypeError);
    assert.throws(() => ifKnown(fail(new TypeError("mistake"))), TypeError);
  });
});
