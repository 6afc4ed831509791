import assert from "node:assert/strict";
import type { RuleResult, Status } from "../../../automation/evidence/evidence-schema";
import { referenceResults, statementResults } from "../../../automation/evidence/statement-results";

const today = "2026-11-25";

const rule = (name: string, status: RuleResult["status"], ...sources: string[]): RuleResult => ({
  name,
  control: "X-01",
  safe: "safe-data",
  description: "",
  severity: "high",
  level: "mandatory",
  sources,
  status,
  judged: status === "nothing judged" ? [] : [`urn:${name}`],
  findings: [],
  couldNotJudge: [],
  remediation: "",
});

const declared = (statement: string, more = {}) => ({
  statement,
  who: "Ada Example",
  when: "2026-10-01",
  document: "ISMS-7",
  ...more,
});

describe("what can be said of a statement", () => {
  it("is the worst that its rules say, of those that judged", () => {
    const cases: [rules: RuleResult["status"][], said: Status][] = [
      [["met"], "met"],
      [["met", "nothing judged"], "met"],
      [["nothing judged", "nothing judged"], "nothing judged"],
      [["met", "could not judge"], "could not judge"],
      [["nothing judged", "could not judge"], "could not judge"],
      [["met", "not met", "could not judge"], "not met"],
    ];
    for (const [found, said] of cases) {
      const rules = found.map((status, index) => rule(`r${index}`, status, "SATRE 2.8.01"));
      const [{ status } = {}] = statementResults(rules, [], new Map(), today);
      assert.equal(status, said, found.join(", "));
    }
  });

  it("is a declaration where no rule says yes or no", () => {
    for (const [found, said] of [
      ["met", "met"],
      ["not met", "not met"],
      ["could not judge", "declared"],
      ["nothing judged", "declared"],
    ] as const) {
      const declaration = declared("2.8.01");
      const rules = [rule("r", found, "SATRE 2.8.01")];
      const [statement] = statementResults(rules, [declaration], new Map(), today);
      assert.equal(statement?.status, said);
      assert.deepEqual(statement?.declaration, declaration);
    }
  });

  it("is not applicable where a person says so and no rule judged", () => {
    const declaration = declared("1.2.08", { notApplicable: true });
    const status = (rules: RuleResult[]) =>
      statementResults(rules, [declaration], new Map(), today)[0]?.status;
    assert.equal(status([]), "not applicable");
    assert.equal(status([rule("r", "not met", "SATRE 1.2.08")]), "not met");
  });

  it("is no declaration that has expired or is dated ahead", () => {
    for (const more of [{ when: "2026-11-26" }, { until: "2026-11-24" }]) {
      const [statement] = statementResults([], [declared("1.2.01", more)], new Map(), today);
      assert.deepEqual(statement, { id: "1.2.01", status: "nothing judged", rules: [], resources: [] });
    }
  });

  it("comes with the wording of the specification, which adds the statements that no rule is about", () => {
    const wording = { pillar: "P", capability: "C", statement: "S", importance: "Mandatory" };
    const rules = [
      rule("a", "met", "SATRE 2.8.01", "EHDS 73(2)", "SATRE 2.8.02"),
      rule("b", "met", "SATRE 2.8.01"),
    ];
    assert.deepEqual(
      statementResults(
        rules,
        [],
        new Map([
          ["2.8.01", wording],
          ["1.2.01", wording],
        ]),
        today,
      ),
      [
        { id: "1.2.01", status: "nothing judged", ...wording, rules: [], resources: [] },
        { id: "2.8.01", status: "met", ...wording, rules: ["a", "b"], resources: ["urn:a", "urn:b"] },
        { id: "2.8.02", status: "met", rules: ["a"], resources: ["urn:a"] },
      ],
    );
  });
});

describe("what can be said of EHDS Article 73 and TEHDAS2", () => {
  it("is the worst that the rules say, in the order of the numbers", () => {
    const rules = [
      rule("a", "met", "SATRE 2.8.01", "TEHDAS2 OPR-17", "TEHDAS2 OPR-4", "RFC 9700 2.4"),
      rule("b", "not met", "TEHDAS2 OPR-4", "EHDS 73(1)(e)"),
      rule("c", "nothing judged", "EHDS 73(1)(a)"),
    ];
    assert.deepEqual(referenceResults(rules), [
      { id: "EHDS 73(1)(a)", status: "nothing judged", rules: ["c"] },
      { id: "EHDS 73(1)(e)", status: "not met", rules: ["b"] },
      { id: "TEHDAS2 OPR-4", status: "not met", rules: ["a", "b"] },
      { id: "TEHDAS2 OPR-17", status: "met", rules: ["a"] },
    ]);
  });
});
