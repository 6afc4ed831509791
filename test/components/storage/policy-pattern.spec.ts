import assert from "node:assert/strict";
import fc from "fast-check";
import { variable } from "../../../components/storage/policy-document";
import {
  factName,
  matchesWildcard,
  resourceWithVariables,
  withVariables,
} from "../../../components/storage/policy-pattern";

describe("a pattern of a policy", () => {
  const cases: [pattern: string, text: string, matches: boolean][] = [
    ["heart-input", "heart-input", true],
    ["heart-input", "Heart-input", false],
    ["heart-input", "heart-input-imaging", false],
    ["heart-*", "heart-input/deep/data.csv", true],
    ["heart-*", "heart-", true],
    ["*/data.csv", "a/b/data.csv", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["?*", "", false],
    ["?*", "a", true],
    ["a?", "a", false],
    ["a?c", "a/c", true],
    ["**", "", true],
    ["", "", true],
    ["", "a", false],
    ["[a-z]", "a", false],
    // a character can be several bytes, of which `?` is one
    ["?", "ä", false],
    ["??", "ä", true],
  ];
  for (const [pattern, text, matches] of cases)
    it(`"${pattern}" ${matches ? "covers" : "does not cover"} "${text}"`, () =>
      assert.equal(matchesWildcard(pattern, text), matches));

  it("covers what a regular expression of the same meaning does", () => {
    const letters = (from: string) => fc.string({ unit: fc.constantFrom(...from), maxLength: 9 });
    fc.assert(
      fc.property(letters("ab/*?"), letters("ab/"), (pattern, text) => {
        const meant = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        assert.equal(matchesWildcard(pattern, text), meant.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("is matched in no time, however many stars it has", () => {
    assert.equal(matchesWildcard(`${"*a".repeat(200)}b`, "a".repeat(5000)), false);
  });
});

describe("a variable of a policy", () => {
  const facts = {
    sub: ["ada"],
    upn: [variable("jwt:sub")],
    groups: ["one", "two"],
    email: [""],
    prefix: ["p/"],
  };

  const cases: [value: string, inCondition: string, inResource: string][] = [
    [`${variable("jwt:sub")}/*`, "ada/*", "ada/*"],
    [`${variable("jwt:sub")}${variable("jwt:sub")}`, "adaada", "adaada"],
    // of several values the first
    [variable("jwt:groups"), "one", "one"],
    // stays as it is: a fact that is empty or missing, a key that is no variable, a beginning without an end
    [variable("jwt:email"), variable("jwt:email"), variable("jwt:email")],
    [variable("jwt:name"), variable("jwt:name"), variable("jwt:name")],
    [variable("s3:prefix"), variable("s3:prefix"), variable("s3:prefix")],
    [variable("jwt:SUB"), variable("jwt:SUB"), variable("jwt:SUB")],
    ["${jwt:sub", "${jwt:sub", "${jwt:sub"],
    // what a variable gives is not read again, except that `sub` comes before `upn` in a condition, not after it
    [variable("jwt:upn"), variable("jwt:sub"), variable("jwt:sub")],
  ];
  for (const [value, inCondition, inResource] of cases)
    it(`${value} becomes ${inCondition}`, () => {
      assert.equal(withVariables(value, facts), inCondition);
      assert.equal(resourceWithVariables(value, facts), inResource);
    });

  it("gives text that is read again in a condition where its key comes later, and never in a resource", () => {
    const facts = { sub: [variable("jwt:upn")], upn: ["ada"] };
    assert.equal(withVariables(variable("jwt:sub"), facts), "ada");
    assert.equal(resourceWithVariables(variable("jwt:sub"), facts), variable("jwt:upn"));
  });

  it("is named for a fact without the service", () => {
    const keys = ["s3:prefix", "jwt:groups", "aws:SourceIp", "sts:DurationSeconds", "other:key"];
    assert.deepEqual(keys.map(factName), ["prefix", "groups", "SourceIp", "DurationSeconds", "other:key"]);
  });
});
