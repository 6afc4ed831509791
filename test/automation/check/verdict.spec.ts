import assert from "node:assert/strict";
import { exitCodeOf } from "../../../automation/check/verdict";
import { advice, bad, failed, good, open, violation, wrong } from "./example-results";

describe("the exit code", () => {
  const cases: [what: string, code: number, results: Parameters<typeof exitCodeOf>[0]][] = [
    ["holds", 0, [good]],
    ["holds with advice", 0, [{ ...bad, findings: [advice] }]],
    ["violations", 1, [{ ...bad, findings: [violation] }]],
    ["something open", 2, [{ ...bad, findings: [open] }]],
    [
      "something open that would only be advice",
      2,
      [{ ...bad, findings: [{ ...open, isMandatory: false }] }],
    ],
    ["violations and something open", 1, [{ ...bad, findings: [violation, open] }]],
    ["a preview that failed", 2, [{ ...good, previewFailure: "no stack" }]],
    ["a preview that failed beside violations", 1, [{ ...bad, previewFailure: "no stack" }]],
    ["an environment that could not be built", 2, [good, failed]],
    ["one that could not be built beside violations", 1, [failed, bad]],
    ["wrong settings", 3, [wrong]],
    ["wrong settings beside all the rest", 3, [good, bad, failed, wrong]],
  ];
  for (const [what, code, results] of cases)
    it(`is ${code} for ${what}`, () => {
      assert.equal(exitCodeOf(results), code);
    });
});
