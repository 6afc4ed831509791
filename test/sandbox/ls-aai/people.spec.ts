import assert from "node:assert/strict";
import { parseEntitlement } from "../../../components/identity/entitlement";
import { parseSettings } from "../../../infra/settings";
import {
  deNbiEntitlement,
  lsAaiPerson,
  lsAaiSubject,
  people,
  secondFactorAssurance,
} from "../../../sandbox/ls-aai/people";
import { stackFile } from "../../infra/settings/right-settings";

const { identity, people: named } = parseSettings(stackFile("sandbox"));

/** What the tracked stack file makes of a person at the door. */
const roleOf = (entitlements: string[]) =>
  identity?.groups.filter(({ entitlement }) => entitlements.includes(entitlement)).map(({ role }) => role);

describe("the people of the Life Science login's stand-in", () => {
  it("are one for each thing that can happen at the door of the tracked environment", () => {
    assert.deepEqual(
      people.map(({ name, entitlements }) => [name, roleOf(entitlements)]),
      [
        ["alice", ["researcher"]],
        ["bob", ["researcher"]],
        ["carol", ["checker"]],
        ["dave", []],
        ["erin", []],
        ["frank", ["researcher"]],
        ["mona", ["manager"]],
      ],
    );
  });

  it("have entitlements as AARC-G069 writes them, of groups of de.NBI", () => {
    const heart = {
      namespace: "geant:lifescience-ri.eu",
      groups: ["lifescience", "de.NBI", "heart"],
      authority: "aai.lifescience-ri.eu",
    };
    assert.deepEqual(
      Object.fromEntries(people.map(({ name, entitlements }) => [name, entitlements.map(parseEntitlement)])),
      {
        alice: [heart],
        bob: [heart],
        carol: [{ ...heart, role: "checker" }],
        dave: [{ ...heart, groups: ["lifescience", "de.NBI", "lungs"] }],
        erin: [],
        frank: [heart],
        mona: [{ ...heart, role: "manager" }],
      },
    );
    assert.equal(
      deNbiEntitlement("heart", "checker"),
      "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart:role=checker#aai.lifescience-ri.eu",
    );
  });

  it("have a second factor that the tracked environment takes, all but erin", () => {
    assert.deepEqual(identity?.secondFactor, {
      by: "upstream",
      claim: "eduperson_assurance",
      value: secondFactorAssurance,
    });
    const without = people.filter(({ assurance }) => !assurance.includes(secondFactorAssurance));
    assert.deepEqual(
      without.map(({ name, assurance }) => [name, assurance]),
      [
        [
          "erin",
          [
            "https://refeds.org/assurance",
            "https://refeds.org/assurance/ID/unique",
            "https://refeds.org/assurance/IAP/medium",
          ],
        ],
      ],
    );
  });

  it("have a subject each, always the same, so that the tracked file can name mona", () => {
    const subjects = people.map(({ subject }) => subject);
    for (const subject of subjects) assert.match(subject, /^[0-9a-f]{40}@lifescience-ri\.eu$/);
    assert.equal(new Set(subjects).size, people.length);
    assert.deepEqual(
      named.map(({ name, id }) => [name, id]),
      [["mona", lsAaiSubject("mona")]],
    );
  });

  it("may be joined by others, with a second factor unless it is said otherwise", () => {
    assert.deepEqual(lsAaiPerson("zoe", ["urn:a:b:group:c"], []), {
      name: "zoe",
      userName: "zoe",
      subject: lsAaiSubject("zoe"),
      entitlements: ["urn:a:b:group:c"],
      assurance: [],
    });
    assert.deepEqual(lsAaiPerson("zoe", []).assurance, people[0]?.assurance);
  });
});
