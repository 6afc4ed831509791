import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { evidenceCommand } from "../../automation/commands/evidence";
import { readDeclarations } from "../../automation/evidence/declarations";
import { statuses } from "../../automation/evidence/evidence-schema";

const text = readFileSync(join(__dirname, "../../docs/evidence.md"), "utf8");

/** That the document names what there is; what it says of a report, test/automation/evidence shows. */
describe("docs/evidence.md", () => {
  it("explains every status, in the program's order", () => {
    const [, table = ""] = /\| Status \| Means \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(text) ?? [];
    assert.deepEqual(
      [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, status]) => status),
      statuses,
    );
  });

  it("names the commands' options, and no other", () => {
    const command = evidenceCommand();
    const commands = [command, ...command.commands];
    const known = commands.flatMap(({ options }) => options.map(({ long }) => long ?? ""));
    const named = text.match(/--(?:config-file|state|spec\w+|decl\w+|key|output|public-key)\b/g) ?? [];
    assert.deepEqual([...new Set(named)].sort(), known.sort());
  });

  it("has declarations to copy", () => {
    const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    assert.deepEqual(
      readDeclarations(yaml, "docs/evidence.md").map(({ statement, notApplicable }) => [
        statement,
        notApplicable,
      ]),
      [
        ["1.2.01", undefined],
        ["1.2.08", true],
      ],
    );
  });
});
