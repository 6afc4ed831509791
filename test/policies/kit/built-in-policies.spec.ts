import assert from "node:assert/strict";
import { isBuiltIn, policyNames } from "../../../policies/kit/built-in-policies";

describe("built-in policies", () => {
  it("are known in any case, and by nothing but their whole name", () => {
    const names = ["consoleAdmin", "readwrite", "readonly", "writeonly", "diagnostics", "READONLY"];
    assert.deepEqual(
      names.map(isBuiltIn),
      names.map(() => true),
    );
    assert.deepEqual(["readonly-heart", "spe-heart-readonly", ""].map(isBuiltIn), [false, false, false]);
  });

  it("are found in MinIO's lists of names", () => {
    assert.deepEqual(policyNames(" a, b,,c "), ["a", "b", "c"]);
    assert.deepEqual([undefined, null, ""].map(policyNames), [[], [], []]);
  });
});
