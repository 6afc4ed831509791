import assert from "node:assert/strict";
import * as fc from "fast-check";
import { matchesPattern } from "../../../policies/kit/pattern";

/** The same in the plainest words: the first letter of each, and the rest. */
function matches(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === "";
  if (first === "*")
    return matches(rest.join(""), text) || (text !== "" && matches(pattern, [...text].slice(1).join("")));
  const [letter, ...more] = text;
  return letter !== undefined && (first === "?" || first === letter) && matches(rest.join(""), more.join(""));
}

const textOf = (letters: string): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 });

describe("matchesPattern", () => {
  it("takes * for any text and ? for any letter, also at the ends of lines", () => {
    for (const [pattern, text] of [
      ["*", ""],
      ["heart-*", "heart-input"],
      ["h?art", "heart"],
      ["a*b", "a\n.b"],
    ] as const)
      assert.ok(matchesPattern(pattern, text), pattern);
    for (const [pattern, text] of [
      ["heart", "heart-input"],
      ["heart-?", "heart-"],
      ["a.c", "abc"],
      ["A", "a"],
    ] as const)
      assert.ok(!matchesPattern(pattern, text), pattern);
  });

  it("agrees with the plainest way to say it", () => {
    fc.assert(
      fc.property(textOf("ab.$*?"), textOf("ab.$"), (pattern, text) => {
        assert.equal(matchesPattern(pattern, text), matches(pattern, text));
      }),
    );
  });
});
