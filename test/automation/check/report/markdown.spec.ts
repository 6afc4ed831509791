import assert from "node:assert/strict";
import { markdownReport } from "../../../../automation/check/report/markdown";
import { advice, bad, compared, good, open, violation, wrong } from "../example-results";

describe("the report in Markdown", () => {
  it("has a table of findings, exemptions and what a change does", () => {
    assert.deepEqual(markdownReport([compared]).split("\n"), [
      "### `trial`: 1 violation, 1 not judged, 1 piece of advice",
      "",
      "tier 2, 108 resources, 4 rules, `infra/environments/Pulumi.trial.yaml`",
      "",
      "| weight | rule | resource | finding | fix |",
      "|---|---|---|---|---|",
      "| not judged | `safe-people-client-confidential` |  | safe-people-client-confidential cannot judge the environment: string value at .clientSecret can't be known during preview | let a preview judge it: spe check trial --preview |",
      '| advice | `safe-projects-resource-labelled` | `trial-group` | Group "trial" carries no project; label it | Mend safe-projects-resource-labelled. |',
      '| critical | `safe-data-bucket-private` | `trial-store-release` | bucket "trial-release" is "public" \\| \\<b\\>; set acl to private | Mend safe-data-bucket-private. |',
      "",
      "| exempt from | resource | until | by | reason |",
      "|---|---|---|---|---|",
      "| `safe-data-bucket-versioned` | `urn:pulumi:trial::spe::*::trial-store-scratch` | 2027-01-31 | dc&#64;hospital.example, ciso&#64;hospital.example | The source keeps its versions. |",
      "",
      "Against `origin/main` (its settings, today's program and rules)",
      "",
      "| change | rule | resource |",
      "|---|---|---|",
      "| newly broken | `safe-data-bucket-private` | `trial-store-release` |",
      "| newly mended | `safe-data-bucket-versioned` | `trial-store-input` |",
      "| exemption added | `safe-data-bucket-versioned` | `urn:pulumi:trial::spe::*::trial-store-scratch` |",
      "",
    ]);
  });

  it("keeps the lines that a change elsewhere does not touch", () => {
    const before = markdownReport([{ ...bad, findings: [violation, open] }]).split("\n");
    const after = markdownReport([{ ...bad, findings: [violation, advice, open] }]).split("\n");
    assert.deepEqual(before.slice(1), after.filter((line) => !line.startsWith("| advice")).slice(1));
  });

  it("shows wrong settings", () => {
    assert.ok(
      markdownReport([good, wrong]).endsWith(
        [
          "### `typo`: 2 wrong settings",
          "",
          "| file | setting | found | allowed | example |",
          "|---|---|---|---|---|",
          "| `infra/environments/Pulumi.typo.yaml` | `project.tier` | 9 | one of 0, 1, 2, 3 | 2 |",
          "| `infra/environments/five-safes.typo.json` | `exemptions[0].approvers` | is missing | a list of at least one | \\[dc&#64;hospital.example\\] |",
          "",
        ].join("\n"),
      ),
    );
  });

  it("takes no markup from whoever proposes a change", () => {
    const message = "a\n| [b](https://evil.example) ![c](d) `e` <img src=x> @everybody **f**";
    const text = markdownReport([{ ...bad, findings: [{ ...violation, message }] }]);
    assert.ok(
      text.includes(
        "| a \\| \\[b\\](https://evil.example) !\\[c\\](d) \\`e\\` \\<img src=x\\> &#64;everybody \\*\\*f\\*\\* |",
      ),
    );
  });
});
