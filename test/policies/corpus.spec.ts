import assert from "node:assert/strict";
import { type Finding, judge } from "../../policies/judge";
import { rules } from "../../policies/rules";
import { environmentOf, readCorpus } from "../support/corpus";
import { today } from "./compliant";

const topics = Object.entries(readCorpus());
const mandatory = new Set(rules.filter((it) => it.enforcementLevel === "mandatory").map(({ name }) => name));

/** What the rules say, by rule; one that could not judge has a question mark. */
function byRule(findings: Finding[]): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  for (const { rule, message, unknown } of findings) {
    const key = unknown ? `${rule}?` : rule;
    result[key] = [...(result[key] ?? []), message];
  }
  return result;
}

describe("the corpus", () => {
  for (const [name, topic] of topics)
    describe(`on ${name}`, () => {
      for (const bad of topic.bad)
        it(`catches: ${bad.title}`, async () => {
          const { resources, config } = environmentOf(topic, bad);
          const expected = Object.entries(bad.caught).map(([rule, says]) => [rule, [says].flat()]);
          assert.deepEqual(
            byRule(await judge(rules, resources, { today, config })),
            Object.fromEntries(expected),
          );
        });

      for (const good of topic.good)
        it(`lets pass: ${good.title}`, async () => {
          const { resources, config } = environmentOf(topic, good);
          const findings = await judge(rules, resources, { today, config });
          assert.deepEqual(
            findings.filter(({ rule, unknown }) => unknown || mandatory.has(rule)),
            [],
          );
        });
    });

  it("breaks every rule, and comes near to every rule without breaking it", () => {
    const names = rules.map(({ name }) => name);
    const broken = new Set(topics.flatMap(([, { bad }]) => bad.flatMap(({ caught }) => Object.keys(caught))));
    const neared = new Set(topics.flatMap(([, { good }]) => good.flatMap(({ of }) => of)));
    assert.deepEqual([...broken].sort(), names.toSorted());
    assert.deepEqual([...neared].sort(), names.toSorted());
  });

  it("has at least 150 bad environments and 50 good ones, each called by its own title", () => {
    const cases = topics.map(([, { bad, good }]) => ({ bad: bad.length, good: good.length }));
    assert.ok(cases.reduce((sum, { bad }) => sum + bad, 0) >= 150);
    assert.ok(cases.reduce((sum, { good }) => sum + good, 0) >= 50);
    const titles = topics.flatMap(([, { bad, good }]) => [...bad, ...good].map(({ title }) => title));
    assert.equal(new Set(titles).size, titles.length);
  });
});
