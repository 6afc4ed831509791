import assert from "node:assert/strict";
import * as fc from "fast-check";
import { agree, type Clues, Lookup } from "../../../policies/kit/lookup";

const seed = 20_261_125;

describe("two things", () => {
  const one = { values: ["1", "heart"], urns: ["urn:a"] };

  it("agree by any value, whatever they come from", () => {
    assert.equal(agree(one, { values: ["heart"], urns: [] }), true);
    assert.equal(agree(one, { values: ["2"], urns: ["urn:a"] }), false);
    assert.equal(agree(one, { values: [], urns: ["urn:a"] }), false);
  });

  it("agree by what they come from while one's values are not known", () => {
    assert.equal(agree(one, { urns: ["urn:b", "urn:a"] }), true);
    assert.equal(agree({ urns: ["urn:b"] }, one), false);
  });
});

describe("a lookup", () => {
  it("finds, in their order and once, those that agree", () => {
    const urns = fc.subarray(["a", "b", "c"]);
    const values = fc.array(fc.constantFrom<unknown>("a", "b", 1, null, Number.NaN), { maxLength: 3 });
    const clues: fc.Arbitrary<Clues> = fc.oneof(fc.record({ values, urns }), fc.record({ urns }));
    fc.assert(
      fc.property(fc.array(clues), clues, (items, wanted) => {
        const expected = items.filter((item) => agree(item, wanted));
        assert.deepEqual(new Lookup(items, (item) => item).find(wanted), expected);
      }),
      { seed, numRuns: 1000 },
    );
  });
});
