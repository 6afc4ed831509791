import assert from "node:assert/strict";
import type { Evidence } from "../../../automation/evidence/evidence-schema";
import { htmlReport } from "../../../automation/evidence/html-report";
import { makeEvidence } from "../../../automation/evidence/make-evidence";
import { markdownReport } from "../../../automation/evidence/markdown-report";
import { summaryText } from "../../../automation/evidence/summary-text";
import { inputsOf, recordedResource } from "./recorded";

const hostile = "<img src=x onerror=alert(1)> | [click](javascript:alert(1)) `\"'&\nnext";

describe("a report for people", () => {
  let evidence: Evidence;
  before(async () => {
    const found = await makeEvidence(
      inputsOf([
        recordedResource("spe-local"),
        recordedResource("heart-store-input"),
        recordedResource("heart-minio"),
      ]),
    );
    evidence = { ...found, environment: { ...found.environment, title: hostile, dataController: hostile } };
  });

  it("is one HTML page that loads nothing and runs nothing", () => {
    const page = htmlReport(evidence);
    const tags = page.match(/<[^>]+>/g) ?? [];
    assert.ok(tags.length > 500);
    const loads = /^<(?:script|link|img|iframe|object|embed|form|base)\b|\s(?:src|on\w+)=|href="(?!#)/i;
    assert.deepEqual(
      tags.filter((tag) => loads.test(tag)),
      [],
    );
    assert.equal(page.match(/url\(|@import/), null);
    assert.ok(page.includes("default-src 'none'; style-src 'unsafe-inline'"));
  });

  it("shows texts of others as texts, in HTML and in Markdown", () => {
    assert.ok(
      htmlReport(evidence).includes(
        "&#60;img src=x onerror=alert(1)&#62; | [click](javascript:alert(1)) `&#34;&#39;&#38;",
      ),
    );
    const row = markdownReport(evidence)
      .split("\n")
      .find((line) => line.startsWith("| Data controller |"));
    assert.equal(
      row,
      "| Data controller | &lt;img src=x onerror=alert(1)> \\| \\[click\\](javascript:alert(1)) \\`\"'&amp; next |",
    );
  });

  it("has the same sections in both", () => {
    const headings = [...markdownReport(evidence).matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    assert.deepEqual(headings, [
      "What this is about",
      "Overview",
      "What is not met",
      "What could not be judged",
      "SATRE v2, statement by statement",
      "What is missing",
      "Safe people",
      "Safe projects",
      "Safe settings",
      "Safe data",
      "Safe outputs",
      "EHDS Article 73 and TEHDAS2",
      "Exemptions",
      "Declarations",
      "How to read this",
      "Resources",
    ]);
    assert.deepEqual(
      [...htmlReport(evidence).matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title),
      headings,
    );
  });

  it("draws the rules of each safe, as many as there are", () => {
    const [chart = ""] = /<svg[\s\S]*<\/svg>/.exec(htmlReport(evidence)) ?? [];
    const counts = [...chart.matchAll(/<title>(\d+) /g)].map(([, count]) => Number(count));
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      evidence.rules.length,
    );
  });

  it("names what is not met, the resource by its number, and how to mend it", () => {
    const page = markdownReport(evidence);
    const line = page
      .split("\n")
      .find((it) => it.startsWith("| <code>safe-data-bucket-versioned</code> | heart-store-input ("));
    const number = /heart-store-input \((\d+)\)/.exec(line ?? "")?.[1];
    assert.ok(line?.includes('bucket "heart-input" keeps no versions'));
    assert.ok(
      page.includes(
        `\n| ${number} | <code>${recordedResource("heart-store-input").urn.replaceAll("_", "\\_")}</code> |\n`,
      ),
    );
  });

  it("is summed up for a terminal, with the files", () => {
    const text = summaryText(evidence, ["out/evidence.json"], true);
    assert.match(text, /^Safe people {4}\d/);
    assert.ok(text.includes('not met  safe-data-bucket-versioned: bucket "heart-input" keeps no versions'));
    assert.ok(
      text.includes(
        "could not judge  safe-settings-secret-unguessable: heart-minio: minioPassword is a secret",
      ),
    );
    assert.ok(text.endsWith("\n\nout/evidence.json\nsigned; each signature stands beside its file\n"));
  });
});
