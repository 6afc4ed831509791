import assert from "node:assert/strict";
import { perList } from "../../../policies/kit/per-list";

describe("perList", () => {
  it("works once for each list and each choice of words", () => {
    let count = 0;
    const joined = perList((list: string[], ...words: (string | undefined)[]) => {
      count += 1;
      return [...list, ...words].join();
    });
    const list = ["a"];
    assert.deepEqual([joined(list, "b"), joined(list, "b"), joined(list, "b", "c")], ["a,b", "a,b", "a,b,c"]);
    assert.equal(count, 2);
    assert.equal(joined(["a"], "b"), "a,b");
    assert.equal(count, 3);
  });

  it("tells words apart that look alike when joined", () => {
    const counted = perList((_list: object, ...words: (string | undefined)[]) => words.length);
    const list = {};
    assert.deepEqual(
      [counted(list), counted(list, ""), counted(list, "a b"), counted(list, "a", "b")],
      [0, 1, 1, 2],
    );
  });

  it("asks again where the work failed", () => {
    let isKnown = false;
    const read = perList((_list: object) => {
      if (!isKnown) throw new Error("unknown");
      return 7;
    });
    const list = {};
    assert.throws(() => read(list), /^Error: unknown$/);
    isKnown = true;
    assert.equal(read(list), 7);
  });
});
