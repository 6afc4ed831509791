import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { secretKeys } from "../../infra/settings";
import { settingsDocument, settingsDocumentPath } from "../../infra/settings-docs";

const written = readFileSync(path.join(__dirname, "../..", settingsDocumentPath), "utf8");

describe("docs/settings.md", () => {
  it("is fresh (npm run docs writes it)", () => assert.equal(written, settingsDocument()));

  it("has a part for each section, the tiers, the secrets and an example", () => {
    assert.deepEqual(
      [...written.matchAll(/^## (.+)$/gm)].map(([, title]) => title),
      [
        "`spe:project`",
        "`spe:site`",
        "`spe:identity`",
        "`spe:storage`",
        "`spe:people`",
        "`spe:cloud`",
        "`spe:servers`",
        "`spe:kubernetes`",
        "What tightens with the tier",
        "Secrets",
        "A complete example",
      ],
    );
  });

  it("has no gap in any table", () => {
    const rows = written.split("\n").filter((line) => line.startsWith("| `"));
    assert.ok(rows.length > 60);
    for (const row of rows) assert.doesNotMatch(row, /undefined|null|\[object|NaN/);
  });

  it("shows how each secret is given", () => {
    for (const key of Object.keys(secretKeys))
      assert.ok(written.includes(`pulumi config set --secret ${key}\n`), key);
  });

  it("has every line of every table as wide as its head", () => {
    const columns = (line: string) => line.split(/(?<!\\)\|/).length;
    let width = 0;
    for (const line of written.split("\n")) {
      if (!line.startsWith("|")) width = 0;
      else if (width === 0) width = columns(line);
      else assert.equal(columns(line), width, line);
    }
  });
});
