import assert from "node:assert/strict";
import { readDeclarations, whyNotCounted } from "../../../automation/evidence/declarations";

const right = {
  statement: "1.2.01",
  who: "Ada Example, data controller",
  when: "2026-10-01",
  document: "ISMS-7 rev. 3",
};

const read = (content: unknown, statements?: ReadonlySet<string>) =>
  readDeclarations(typeof content === "string" ? content : JSON.stringify(content), "d.yaml", statements);

const refused = (content: unknown, ...lines: string[]) =>
  assert.throws(() => read(content, new Set(["1.2.01", "1.2.08"])), {
    name: "WrongInput",
    message: lines.join("\n"),
  });

describe("declarations", () => {
  it("are read from YAML, where a date needs no quotes", () => {
    const text = `declarations:
  - statement: "1.2.01"
    who: Ada Example, data controller
    when: 2026-10-01
    document: ISMS-7 rev. 3
`;
    assert.deepEqual(read(text), [right]);
  });

  it("may have an end and may say that a statement does not apply", () => {
    const declaration = { ...right, until: "2027-09-30", notApplicable: true };
    assert.deepEqual(read({ declarations: [declaration] }), [declaration]);
  });

  it("are refused with every problem at once, its place and what is allowed", () => {
    const { who, ...anonymous } = right;
    refused(
      {
        declarations: [
          anonymous,
          { ...right, statement: 1.2, when: "1 October", whom: "Ada", document: " " },
        ],
      },
      'declarations "d.yaml" has 5 problems:',
      '  declarations[0].who: missing; allowed: name and office of who declares it, for example "Ada Example, data controller"',
      "  declarations[1].whom: no such field; allowed: statement, who, when, document, until, notApplicable",
      '  declarations[1].statement: 1.2; allowed: number of a SATRE statement in quotes, for example "1.2.01"',
      '  declarations[1].when: "1 October"; allowed: day of the declaration as an ISO date, for example "2026-10-01"',
      '  declarations[1].document: " "; allowed: where it is written, for example "ISMS-7 rev. 3, section 2"',
    );
  });

  it("are refused where two are about one statement, or one about a statement that does not exist", () => {
    refused(
      { declarations: [right, right, { ...right, statement: "9.9.99" }] },
      'declarations "d.yaml" has 2 problems:',
      '  declarations[1].statement: "1.2.01" is declared twice; keep one',
      '  declarations[2].statement: "9.9.99" is not in the specification',
    );
    assert.equal(read({ declarations: [{ ...right, statement: "9.9.99" }] }).length, 1);
  });

  it("are refused with days that do not exist, or that end before they begin", () => {
    refused(
      {
        declarations: [
          { ...right, when: "2026-02-30" },
          { ...right, statement: "1.2.08", until: "2026-09-30" },
        ],
      },
      'declarations "d.yaml" has 2 problems:',
      '  declarations[0].when: "2026-02-30" is no day of the calendar',
      '  declarations[1].until: "2026-09-30" is before 2026-10-01, its `when`',
    );
  });

  it("are refused as a file that is something else", () => {
    refused(
      [right],
      'declarations "d.yaml" has a problem:',
      '  the file: [{"statement":"1.2.01","who":"Ada Example, data controlle…; allowed: a group with the list `declarations`',
    );
    refused(
      "",
      'declarations "d.yaml" has a problem:',
      "  the file: null; allowed: a group with the list `declarations`",
    );
    refused(
      "declarations: [",
      'declarations "d.yaml" has a problem:',
      "  Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 16",
    );
  });

  it("count from their day to their last day, both included", () => {
    const limited = { ...right, until: "2027-09-30" };
    assert.equal(whyNotCounted(limited, "2026-09-30"), "dated 2026-10-01, which is to come");
    assert.equal(whyNotCounted(limited, "2026-10-01"), undefined);
    assert.equal(whyNotCounted(limited, "2027-09-30"), undefined);
    assert.equal(whyNotCounted(limited, "2027-10-01"), "expired on 2027-09-30");
    assert.equal(whyNotCounted(right, "2099-01-01"), undefined);
  });
});
