import assert from "node:assert/strict";
import * as proxy from "@pulumi/policy/proxy";
import { unknown } from "../../../policies/judge";
import { holdsForAny } from "../../../policies/kit/holds-for-any";

const { unknownCheckingProxy } = proxy as unknown as {
  unknownCheckingProxy: <T extends object>(props: T) => T;
};
const items = (...values: string[]) => values.map((value) => unknownCheckingProxy({ value }));
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
