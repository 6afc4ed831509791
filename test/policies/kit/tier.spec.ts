import assert from "node:assert/strict";
import { tierOf } from "../../../policies/kit/tier";

describe("the tier of a project", () => {
  const cases: [unknown, Record<string, string>, number][] = [
    [1, { "spe.tier": "3" }, 1],
    ["0", {}, 0],
    [undefined, { "spe.tier": "2" }, 2],
    [undefined, {}, 3],
    [undefined, { "spe.tier": "low" }, 3],
    [7, { "spe.tier": "0" }, 3],
  ];
  for (const [configured, labels, tier] of cases)
    it(`is ${tier} for ${JSON.stringify(configured)} in the configuration and ${JSON.stringify(labels)}`, () =>
      assert.equal(tierOf(configured, labels), tier));
});
