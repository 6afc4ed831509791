import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type Judged, judge, unknown, urnOf } from "../../policies/judge";
import { rules } from "../../policies/rules";
import { resourceTypes } from "../support/resource-types";
import { today } from "./compliant";
import { environments } from "./environments";

const seed = 20_261_123;
const cases = 10_000;

const fixtures = Object.values(environments).flatMap(({ resources }) => resources);

/** Every key and every text in a value: what rules look for. */
function wordsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...wordsIn(item),
  ]);
}
const words = [...new Set(fixtures.flatMap(({ props }) => wordsIn(props)))];

const odd = [
  ...["", " ", "*", "0.0.0.0/0", "::/0", "default", "NaN", "2026-02-30", "\u0000", "ü", "(", "[[", "a=b"],
  ...["{", "[]", "null", '{"Statement":[null]}', '[{"key":null}]', "- a: [1", "https://", "a".repeat(5000)],
  ...["__proto__", "constructor", "length", "toString", "valueOf"],
];

const text = fc.constantFrom(...words, ...odd);

const { value } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(undefined, null, true, false, 0, -1, 0.5, 443, 1e21, Number.NaN, unknown),
    text,
    fc.array(tie("value"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.dictionary(text, tie("value"), { maxKeys: 4 }),
}));

/** Properties of one of the fixtures in which a random value stands in a random place. */
const disturbed = fc
  .record({ fixture: fc.constantFrom(...fixtures), place: fc.nat(), value })
  .map(({ fixture, place, value }) => {
    const paths = pathsIn(fixture.props);
    return put(fixture.props, paths[place % paths.length] ?? [], value) as Record<string, unknown>;
  });

function pathsIn(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    [key],
    ...pathsIn(item).map((inner) => [key, ...inner]),
  ]);
}

function put(value: unknown, [key, ...path]: string[], replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const changed: [string, unknown][] = Object.entries(value as object).map(([name, item]) => [
    name,
    name === key ? put(item, path, replacement) : item,
  ]);
  return Array.isArray(value) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}

const resource: fc.Arbitrary<Judged> = fc.record({
  type: fc.oneof(
    fc.constantFrom(...resourceTypes),
    fc.constantFrom(...fixtures.map(({ type }) => type), "constructor", "", "pulumi:providers:aws"),
  ),
  name: fc.constantFrom("a", "b"),
  props: fc.oneof(disturbed, fc.dictionary(text, value, { maxKeys: 6 })),
  opts: fc.record({ protect: fc.boolean(), ignoreChanges: fc.array(text, { maxLength: 2 }) }),
});

/** Up to three of them, of which the first may be where values of the others come from. */
const stack = fc.array(resource, { minLength: 1, maxLength: 3 }).map(([first, ...others]) =>
  first === undefined
    ? []
    : [
        first,
        ...others.map((other) => ({
          ...other,
          dependencies: Object.fromEntries(
            Object.keys(other.props ?? {}).map((key) => [key, [urnOf(first.type, first.name)]]),
          ),
        })),
      ],
);

describe("the rules", () => {
  it("know the types of five providers", () => {
    const providers = new Set(resourceTypes.map((type) => type.split(":")[0]));
    assert.deepEqual([...providers], ["command", "keycloak", "kubernetes", "minio", "openstack"]);
    assert.ok(resourceTypes.length > 600, String(resourceTypes.length));
  });

  it("crash on no type with nothing, or with nothing known", async () => {
    for (const type of resourceTypes)
      for (const props of [{}, { metadata: unknown, spec: unknown, name: unknown }])
        await judge(rules, [{ type, name: "a", props }], { today });
  });

  it(`crash on none of ${cases} stacks of random resources`, async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(stack, async (resources) => {
        for (const { rule, message } of await judge(rules, resources, { today }))
          assert.notEqual(message, "", rule);
      }),
      { seed, numRuns: cases },
    );
  });
});
