import assert from "node:assert/strict";
import { entitlementPattern } from "../../../components/identity/entitlement";
import { examplesOf, matchesClaim } from "../../../policies/kit/claim-pattern";

describe("patterns of claims", () => {
  it("match a value as a whole, whatever flags they carry", () => {
    assert.equal(matchesClaim("heart", "heart"), true);
    assert.equal(matchesClaim("heart|lungs", "lungs"), true);
    assert.equal(matchesClaim("(?i)heart(?s:.*)", "heart\nstudy"), true);
    assert.equal(matchesClaim("heart", "hearts"), false);
  });

  it("match nothing where they are none", () => {
    assert.equal(matchesClaim("(", "("), false);
  });

  it("are shown by an example of each alternative, as components write them", () => {
    const urn = "urn:geant:lifescience-ri.eu:group:Heart%20study:a%2Fb#aai.example";
    const options = { includeSubgroups: true };
    const role = "urn:geant:lifescience-ri.eu:group:heart:role=checker#aai.example";
    const pattern = [entitlementPattern(urn, options), entitlementPattern(role, options)].join("|");
    assert.deepEqual(examplesOf(pattern), [
      "urn:geant:lifescience-ri.eu:group:Heart study:a/b#aai.example",
      "urn:geant:lifescience-ri.eu:group:heart:role=checker#aai.example",
    ]);
  });

  it("are shown by none where they are of another make", () => {
    for (const pattern of ["(?!)", "[^a]+", "(a|b){3}", "("]) assert.deepEqual(examplesOf(pattern), []);
  });
});
