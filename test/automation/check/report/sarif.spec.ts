import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Ajv from "ajv-draft-04";
import type { Log } from "sarif";
import { sarifReport } from "../../../../automation/check/report/sarif";
import { cacheDirectory } from "../../../../sandbox/engine";
import { advice, bad, compared, failed, good, mended, open, violation, wrong } from "../example-results";

/** Ships the schema of SARIF 2.1.0; fetched here, since there are only prereleases of it. */
const shipped = "@microsoft/jest-sarif@1.0.0-beta.0";
const digest = "2d99159ae54a3eea97f81781cff48780548657c35949f4b7f25e99a2ba4de4f8";

function sarifSchema(): object {
  const cached = join(cacheDirectory(), "sarif-2.1.0-rtm.5.json");
  if (!existsSync(cached)) {
    const folder = mkdtempSync(join(tmpdir(), "spe-sarif-"));
    try {
      const [archive = ""] = execFileSync("npm", ["pack", "--silent", shipped], {
        cwd: folder,
        encoding: "utf8",
      })
        .trim()
        .split("\n");
      execFileSync("tar", ["xzf", archive], { cwd: folder });
      mkdirSync(dirname(cached), { recursive: true });
      const file = join(dirname(cached), `sarif-${process.pid}.json`);
      execFileSync("cp", [join(folder, "package/lib/schemas/sarif-2.1.0-rtm.5.json"), file]);
      renameSync(file, cached);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const text = readFileSync(cached);
  assert.equal(createHash("sha256").update(text).digest("hex"), digest);
  return JSON.parse(String(text));
}

const logOf = (...results: Parameters<typeof sarifReport>[0]): Log => JSON.parse(sarifReport(results));

describe("the report in SARIF", () => {
  let problemsOf: (log: unknown) => unknown[];

  before(function () {
    this.timeout(60_000);
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
      sarifSchema(),
    );
    problemsOf = (log) => (validate(log) ? [] : (validate.errors ?? []));
  });

  it("is what the schema of SARIF 2.1.0 says, whatever came of the environments", () => {
    const preview = { ...bad, previewFailure: "no stack" };
    for (const results of [[compared, good], [bad, wrong, failed], [preview], []])
      assert.deepEqual(problemsOf(logOf(...results)), []);
  });

  it("would not be, with a level that is none", () => {
    const text = sarifReport([bad]).replace('"level": "error"', '"level": "critical"');
    assert.notDeepEqual(problemsOf(JSON.parse(text)), []);
  });

  it("has errors for what the engine refuses, warnings for advice, and open results for the rest", () => {
    const [run] = logOf(bad).runs;
    assert.deepEqual(
      run?.results?.map(({ ruleId, kind, level }) => [ruleId, kind, level]),
      [
        [violation.rule, "fail", "error"],
        [open.rule, "open", "none"],
        [advice.rule, "fail", "warning"],
      ],
    );
    const [location] = run?.results?.[0]?.locations ?? [];
    assert.equal(location?.physicalLocation?.artifactLocation?.uri, bad.file);
    assert.equal(location?.logicalLocations?.[0]?.fullyQualifiedName, violation.urn);
  });

  it("tells a finding from others by environment, rule and resource, and not by its words", () => {
    const prints = (log: Log) => log.runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints);
    const reworded = { ...bad, findings: [{ ...violation, message: "other words" }] };
    assert.deepEqual(prints(logOf(reworded))?.[0], prints(logOf(bad))?.[0]);
    assert.notDeepEqual(prints(logOf({ ...bad, environment: "other" }))?.[0], prints(logOf(bad))?.[0]);
  });

  it("says what a change does as the baseline's state", () => {
    const results = logOf(compared).runs[0]?.results ?? [];
    assert.deepEqual(
      results.map(({ ruleId, baselineState }) => [ruleId, baselineState]),
      [
        [violation.rule, "new"],
        [open.rule, "unchanged"],
        [advice.rule, "unchanged"],
        [mended.rule, "absent"],
      ],
    );
  });

  it("says that it did not succeed where an environment has no verdict, and why", () => {
    const [invocation] = logOf(wrong, failed).runs[0]?.invocations ?? [];
    assert.equal(invocation?.executionSuccessful, false);
    assert.deepEqual(
      invocation?.toolConfigurationNotifications?.map(({ message }) => message.text),
      [
        "typo: project.tier: 9; allowed: one of 0, 1, 2, 3",
        "typo: exemptions[0].approvers: is missing; allowed: a list of at least one",
        'odd: realm "odd": idleMinutes must be at least 5, got 3',
      ],
    );
  });
});
