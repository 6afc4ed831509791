import assert from "node:assert/strict";
import { unknown } from "../../../policies/judge";
import { decisive, holdsForAny } from "../../../policies/kit/holds-for-any";
import { guarded } from "../guarded";

const items = (...values: string[]) => values.map((value) => guarded({ value }));
const isRight = ({ value }: { value: string }) => value === "right";

describe("a test holds for any", () => {
  it("where it holds for one, whatever else is unknown", () => {
    assert.equal(holdsForAny(items("wrong", unknown, "right"), isRight), true);
  });

  it("not where it holds for none", () => {
    assert.equal(holdsForAny(items("wrong"), isRight), false);
    assert.equal(holdsForAny([], isRight), false);
  });

  it("or cannot be told where it may hold for one that is unknown", () => {
    assert.throws(() => holdsForAny(items("wrong", unknown), isRight), /can't be known/);
  });
});

describe("the item that decides", () => {
  const [wrong, open, right] = items("wrong", unknown, "right");

  it("is one for which the test holds, else one for which it cannot be told", () => {
    assert.equal(
      decisive([wrong, open, right], (it) => it !== undefined && isRight(it)),
      right,
    );
    assert.equal(
      decisive([wrong, open], (it) => it !== undefined && isRight(it)),
      open,
    );
    assert.equal(
      decisive([wrong], (it) => it !== undefined && isRight(it)),
      undefined,
    );
  });
});
