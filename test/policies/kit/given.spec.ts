import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { isGiven, isInputGiven } from "../../../policies/kit/given";

const props = {
  set: "x",
  list: [],
  off: false,
  nothing: null,
  blank: "",
  get pending(): never {
    throw Object.assign(new Error("pending"), { unknownTypeSentinel: "x" });
  },
};
const resource = (...sourced: string[]): PolicyResource =>
  ({
    props,
    propertyDependencies: Object.fromEntries(sourced.map((key) => [key, []])),
  }) as unknown as PolicyResource;

describe("a property", () => {
  it("is given where it has a value", () => {
    for (const key of ["set", "list", "off"])
      assert.ok(isInputGiven(props, key) && isGiven(resource(), key), key);
    for (const key of ["nothing", "blank", "missing"])
      assert.ok(!isInputGiven(props, key) && !isGiven(resource(), key), key);
  });

  it("is given while unknown as an input, or where the engine knows what it comes from", () => {
    assert.ok(isInputGiven(props, "pending"));
    assert.ok(isGiven(resource("pending"), "pending"));
    assert.ok(!isGiven(resource(), "pending"));
  });

  it("is not given by something that turned out to be nothing", () => {
    assert.ok(!isGiven(resource("blank"), "blank"));
  });

  it("is not given by what is no object", () => {
    for (const odd of [undefined, null, 7, "x"]) assert.ok(!isInputGiven(odd, "set"));
  });
});
