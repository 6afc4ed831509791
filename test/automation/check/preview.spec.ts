import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { placeOf, readFiles } from "../../../automation/check/environment-files";
import { verdictOn } from "../../../automation/check/judge-environment";
import { judgePreview } from "../../../automation/check/preview";
import { readEnvironment } from "../../../automation/check/read-environment";
import type { Verdict } from "../../../automation/check/verdict";
import type { Finding } from "../../../policies/judge";
import { EnvironmentFolder } from "./environment-folder";

/**
 * How a preview's words change a verdict, with a program in place of `pulumi` that prints events as the engine does.
 * That the engine does, and what it says, test/integration/check.spec.ts shows.
 */
describe("a preview beside a verdict", () => {
  let folder: EnvironmentFolder;
  const path = process.env.PATH;

  before(() => {
    folder = new EnvironmentFolder();
  });
  afterEach(() => {
    process.env.PATH = path;
  });
  after(() => folder.remove());

  const urn = "urn:pulumi:mine::spe::minio:index/s3Bucket:S3Bucket::input";
  const finding = (rule: string, more: Partial<Finding> = {}): Finding => ({
    rule,
    urn,
    message: "is wrong",
    unknown: false,
    ...more,
  });

  async function merged(own: Finding[], events: object[], exitCode = 0, errors = ""): Promise<Verdict> {
    const file = folder.stack("mine");
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
    const script = `#!/bin/sh\ncat <<'EVENTS'\n${text}EVENTS\nprintf '%s' '${errors}' >&2\nexit ${exitCode}\n`;
    writeFileSync(join(folder.path, "pulumi"), script, { mode: 0o755 });
    process.env.PATH = `${folder.path}${delimiter}${path}`;
    const place = placeOf(file);
    const environment = readEnvironment(readFiles(place));
    return judgePreview(place, environment, verdictOn(environment, 1, own));
  }
  const said = ({ findings }: Verdict) =>
    findings.map(({ rule, outcome, message }) => `${outcome} ${rule}: ${message}`);
  const policyEvent = (policyName: string, message: string, enforcementLevel = "mandatory") => ({
    policyEvent: {
      policyName,
      enforcementLevel,
      message: `<{%fg 1%}>${message}<{%reset%}>\n`,
      resourceUrn: urn,
    },
  });

  it("closes what was open, where the rule holds there", async () => {
    const own = [
      finding("safe-data-bucket-private", { unknown: true }),
      finding("safe-data-bucket-versioned", { unknown: true }),
      { rule: "safe-data-store-protected", message: "unknown", unknown: true },
    ];
    const passed = (names: string[]) => ({
      policyAnalyzeSummaryEvent: { resourceUrn: urn, passed: names },
    });
    const onStack = { policyAnalyzeStackSummaryEvent: { passed: ["safe-data-store-protected"] } };
    assert.deepEqual(said(await merged(own, [passed(["safe-data-bucket-private"]), onStack])), [
      "unjudged safe-data-bucket-versioned: is wrong",
    ]);
  });

  it("adds what is found there, in its own words, and keeps the rest", async () => {
    const own = [
      finding("safe-data-bucket-private", { unknown: true }),
      finding("safe-data-bucket-versioned"),
    ];
    const events = [
      policyEvent("safe-data-bucket-private", "What the rule asks.\nbucket is public"),
      policyEvent(
        "safe-data-bucket-encrypted",
        "can't run policy 'x' from policy pack 'five-safes@v0.1.0' during preview: string value at .id can't be known during preview",
        "warning",
      ),
    ];
    const verdict = await merged(own, events, 1);
    assert.deepEqual(said(verdict), [
      "violated safe-data-bucket-private: bucket is public",
      "violated safe-data-bucket-versioned: is wrong",
      "unjudged safe-data-bucket-encrypted: string value at .id can't be known during preview",
    ]);
    assert.equal(verdict.previewFailure, undefined);
  });

  it("says why it did not get to its end, and keeps the verdict", async () => {
    const advice = policyEvent("safe-data-bucket-private", "What the rule asks.\nis wrong", "warning");
    const event = {
      diagnosticEvent: { severity: "error", message: "<{%fg 1%}>no such server<{%reset%}>\n" },
    };
    const verdict = await merged(
      [finding("safe-data-bucket-private")],
      [advice, event],
      255,
      "error: it failed",
    );
    assert.deepEqual(said(verdict), ["violated safe-data-bucket-private: is wrong"]);
    assert.deepEqual(verdict.previewFailure?.split("\n").sort(), ["error: it failed", "no such server"]);
  });

  it("fails where there is no pulumi", async () => {
    await merged([], []);
    process.env.PATH = "/nowhere";
    const place = placeOf(join(folder.path, "Pulumi.mine.yaml"));
    const environment = readEnvironment(readFiles(place));
    await assert.rejects(judgePreview(place, environment, verdictOn(environment, 1, [])), {
      message: '"pulumi" is not on PATH, so there is no preview',
    });
  });
});
