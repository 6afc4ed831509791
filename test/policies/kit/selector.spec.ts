import assert from "node:assert/strict";
import { isConfinedTo, selects, selectsAll } from "../../../policies/kit/selector";

const labels = (key: string, value: string) => ({ matchLabels: { [key]: value } });
const expression = (key: string, operator: string, values?: string[]) => ({
  matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
});

describe("a selector", () => {
  it("selects everything where it says nothing", () => {
    for (const selector of [
      undefined,
      null,
      {},
      { matchLabels: {} },
      { matchExpressions: [] },
      { matchLabels: null },
    ])
      assert.equal(selectsAll(selector), true);
    for (const selector of [labels("a", "b"), expression("a", "Exists")])
      assert.equal(selectsAll(selector), false);
  });

  it("is confined to values by a label, or by a list of no others", () => {
    const others = expression("b", "Exists");
    for (const selector of [
      labels("a", "x"),
      expression("a", "In", ["x", "y"]),
      { ...labels("a", "x"), ...others },
    ])
      assert.equal(isConfinedTo(selector, "a", ["x", "y"]), true);
  });

  it("is not confined by anything else", () => {
    for (const selector of [
      undefined,
      {},
      labels("a", "z"),
      labels("b", "x"),
      expression("a", "In", ["x", "z"]),
      expression("a", "In", []),
      expression("a", "NotIn", ["x"]),
      expression("a", "Exists"),
      expression("b", "In", ["x"]),
    ])
      assert.equal(isConfinedTo(selector, "a", ["x", "y"]), false, JSON.stringify(selector));
  });

  const cases: [unknown, boolean][] = [
    [undefined, true],
    [{}, true],
    [labels("a", "x"), true],
    [labels("a", "y"), false],
    [labels("c", "x"), false],
    [expression("a", "In", ["x", "y"]), true],
    [expression("a", "In", ["y"]), false],
    [expression("a", "NotIn", ["x"]), false],
    [expression("c", "NotIn", ["x"]), true],
    [expression("a", "Exists"), true],
    [expression("c", "Exists"), false],
    [expression("a", "DoesNotExist"), false],
    [expression("c", "DoesNotExist"), true],
    [expression("constructor", "Exists"), false],
    [expression("toString", "DoesNotExist"), true],
    [expression("a", "Gt", ["1"]), false],
    [{ ...labels("a", "x"), ...expression("b", "In", ["y"]) }, false],
  ];
  for (const [selector, expected] of cases)
    it(`${JSON.stringify(selector)} ${expected ? "selects" : "does not select"} a: x, b: x`, () => {
      assert.equal(selects(selector, { a: "x", b: "x" }), expected);
    });
});
