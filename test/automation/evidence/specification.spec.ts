import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readSpecification } from "../../../automation/evidence/specification";
import { files } from "./recorded";

describe("the specification", () => {
  const text = readFileSync(files.specification, "utf8");

  it("gives each statement's wording and importance by its number", () => {
    const wordings = readSpecification(text, "s.yaml");
    assert.deepEqual([...wordings.keys()], ["1.2.01", "1.2.08", "2.8.01"]);
    assert.deepEqual(wordings.get("1.2.01"), {
      pillar: "First pillar",
      capability: "Changes",
      statement: "Only trusted people change the procedures.",
      importance: "Mandatory",
    });
  });

  it("is refused where it has another form, or a statement twice", () => {
    assert.throws(
      () =>
        readSpecification("specification:\n  - pillar: A\n    capability: B\n    statement: C\n", "s.yaml"),
      {
        name: "WrongInput",
        message: [
          'specification "s.yaml" has 2 problems:',
          '  specification[0].requirement_index: missing; allowed: number of the statement, for example "2.2.09"',
          "  specification[0].importance: missing; allowed: a text",
        ].join("\n"),
      },
    );
    assert.throws(() => readSpecification(text.replace("1.2.08", "1.2.01"), "s.yaml"), {
      message: 'specification "s.yaml" has a problem:\n  has the statement 1.2.01 twice',
    });
  });
});
