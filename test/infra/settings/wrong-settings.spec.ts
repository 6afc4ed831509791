import assert from "node:assert/strict";
import { KindGuard, type TSchema } from "@sinclair/typebox";
import fc from "fast-check";
import { SettingsError, settingsSchema } from "../../../infra/settings";
import { changed, problemsOf } from "./right-settings";
import { wrongByThemselves, wrongTogether } from "./wrong-settings";

describe("a wrong setting", () => {
  for (const [changes, at, says] of [...wrongByThemselves, ...wrongTogether]) {
    it(`${JSON.stringify(changes).slice(0, 90)} is told at ${at}: ${says}`, () => {
      const problems = problemsOf(changed(changes));
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [at],
      );
      assert.ok(new SettingsError(problems).message.includes(says), new SettingsError(problems).message);
    });
  }

  for (const input of [undefined, null, [], "spe", 7]) {
    it(`${JSON.stringify(input)} in place of all of them is told as such`, () => {
      assert.deepEqual(
        problemsOf(input).map((problem) => problem.path),
        ["settings"],
      );
    });
  }

  it("is told together with all the others", () => {
    const input = changed({
      "project.id": "Heart",
      "site.contact": undefined,
      "identity.groups[1].role": "chekcer",
      "identity.sessions": { tokenMinutes: 99 },
      "storage.buckets[2].quota": "500 GB",
      "storage.serviceAccounts[0].bucket": "release",
      "storage.serviceAccounts[0].access": "write",
      "people[0].until": "2028-01-01",
      peple: [],
    });
    assert.deepEqual(
      problemsOf(input)
        .map((problem) => problem.path)
        .sort(),
      [
        "identity.groups[1].role",
        "identity.sessions.tokenMinutes",
        "people[0].until",
        "peple",
        "project.id",
        "site.contact",
        "storage.buckets[2].quota",
        "storage.serviceAccounts[0].access",
      ],
    );
  });

  it("is shown in a list that can be read", () => {
    const error = new SettingsError(
      problemsOf(changed({ "project.tier": 7, "storage.buckets[2].quota": "500 GB" })),
    );
    assert.equal(
      error.message,
      [
        "the settings have 2 problems",
        "  project.tier: 7",
        "    allowed: one of 0, 1, 2, 3",
        "    example: 2",
        '  storage.buckets[2].quota: "500 GB"',
        "    allowed: a whole number from 1, a space and a unit: B, KiB, MiB, GiB or TiB",
        "    example: 500 GiB",
      ].join("\n"),
    );
  });

  it("of a section as a whole does not make others seem to lack that section", () => {
    assert.deepEqual(
      problemsOf(changed({ identity: "keycloak", storage: 7 })).map((problem) => problem.path),
      ["identity", "storage"],
    );
  });

  it("of any shape is refused with a SettingsError and nothing else", () => {
    const anything = fc.option(fc.jsonValue(), { nil: undefined });
    const sections = fc.record({
      project: anything,
      site: anything,
      identity: anything,
      storage: anything,
      people: anything,
    });
    fc.assert(fc.property(fc.oneof(sections, anything), (input) => problemsOf(input).length > 0));
    const places = [...wrongByThemselves, ...wrongTogether].flatMap(([changes]) => Object.keys(changes));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
        problemsOf(changed({ [place]: value }));
      }),
      { numRuns: 500 },
    );
  });
});

describe("each setting of the schema", () => {
  const rows = settingsBelow(settingsSchema, "");

  for (const { place, schema } of rows) {
    it(`${place} is among those that are tried with a wrong value`, () => {
      const tried = [...wrongByThemselves, ...wrongTogether].flatMap(([changes, at]) => [
        ...Object.keys(changes),
        at,
      ]);
      assert.ok(
        tried.some((it) => it.replaceAll(/\[\d+\]/g, "[]") === place),
        "is not",
      );
    });

    it(`${place} describes itself and shows an example`, () => {
      assert.ok(schema.description?.endsWith("."));
      assert.notEqual(schema.examples?.[0], undefined);
    });
  }
});

/** Every setting that has a value of its own, with the indices of lists left out: `storage.buckets[].quota`. */
function settingsBelow(schema: TSchema, place: string): { place: string; schema: TSchema }[] {
  if (KindGuard.IsArray(schema)) return settingsBelow(schema.items, `${place}[]`);
  const forms = KindGuard.IsUnion(schema)
    ? schema.anyOf.filter((form) => KindGuard.IsObject(form))
    : [schema];
  return forms.flatMap((form) =>
    KindGuard.IsObject(form)
      ? Object.entries(form.properties).flatMap(([key, property]) => {
          const below = settingsBelow(property, place ? `${place}.${key}` : key);
          return below.length > 0 ? below : [{ place: place ? `${place}.${key}` : key, schema: property }];
        })
      : [],
  );
}
