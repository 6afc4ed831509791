import assert from "node:assert/strict";
import { levelAt } from "../../../policies/kit/level";

describe("levelAt", () => {
  it("binds critical always, high from tier 2, medium and low never", () => {
    const levels = (["critical", "high", "medium", "low"] as const).map((severity) =>
      ([0, 1, 2, 3] as const).map((tier) => levelAt(severity, tier)),
    );
    const [a, m] = ["advisory", "mandatory"];
    assert.deepEqual(levels, [
      [m, m, m, m],
      [a, a, m, m],
      [a, a, a, a],
      [a, a, a, a],
    ]);
  });
});
