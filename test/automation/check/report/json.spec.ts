import assert from "node:assert/strict";
import { Value } from "@sinclair/typebox/value";
import Ajv from "ajv";
import { jsonReport, reportSchema } from "../../../../automation/check/report/json";
import { bad, compared, failed, good, wrong } from "../example-results";

describe("the report in JSON", () => {
  const report = JSON.parse(jsonReport([compared, good, wrong, failed, { ...good, previewFailure: "why" }]));

  it("is what its schema says, by another reader of schemas as well", () => {
    assert.deepEqual([...Value.Errors(reportSchema, report)], []);
    const validate = new Ajv({ strict: false }).compile(reportSchema);
    assert.ok(validate(report), JSON.stringify(validate.errors));
  });

  it("would not be, with a field that nobody knows", () => {
    assert.ok(!Value.Check(reportSchema, { ...report, time: 1 }));
    const [first] = report.environments;
    assert.ok(!Value.Check(reportSchema, { ...report, environments: [{ ...first, secret: "x" }] }));
  });

  it("holds everything that was found", () => {
    assert.deepEqual([report.version, report.exitCode, report.environments.length], [1, 3, 5]);
    const { findings, exemptions, rules } = JSON.parse(jsonReport([bad])).environments[0];
    assert.deepEqual(findings, bad.findings);
    assert.deepEqual(exemptions, bad.exemptions);
    assert.deepEqual(
      rules,
      bad.rules.map(({ name }) => name),
    );
    assert.deepEqual(report.environments[2], wrong);
  });
});
