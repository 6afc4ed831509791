/**
 * The form of a report. `tsx automation/evidence/evidence-schema.ts` writes it as JSON Schema for others beside this
 * file; a test keeps the two equal.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Static, type TLiteral, Type } from "@sinclair/typebox";
import { safes } from "../../components/five-safes";
import { declarationSchema } from "./declarations";

/** What can be said of a statement; a rule is neither declared nor not applicable. */
export const statuses = [
  "met",
  "not met",
  "could not judge",
  "declared",
  "not applicable",
  "nothing judged",
] as const;

/** One of the words for what can be said. */
export type Status = (typeof statuses)[number];

const oneOf = <T extends string>(words: readonly T[], description: string) =>
  Type.Union(words.map((word) => Type.Literal(word)) as TLiteral<T>[], { description });
const text = (description: string) => Type.String({ description });
const urns = (description: string) => Type.Array(Type.String(), { description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const closed = { additionalProperties: false } as const;
const status = oneOf(statuses, "what can be said");

const findingSchema = Type.Object(
  {
    urn: Type.Optional(text("the resource; missing where it is the stack as a whole")),
    message: text("what was found, and what to do"),
    exemption: Type.Optional(count("index in `exemptions` of the one by which the pack lets it pass")),
  },
  closed,
);

const ruleSchema = Type.Object(
  {
    name: text("id of the rule"),
    control: text("id in the catalogue of controls"),
    safe: oneOf(safes, "the one of the five safes that it is for"),
    description: text("what holds"),
    severity: text("critical, high, medium or low"),
    level: text("how hard it binds here: mandatory, advisory or disabled"),
    sources: Type.Array(Type.String(), { description: "what it rests on, for example `SATRE 2.2.09`" }),
    status,
    judged: urns("resources that it judged: those that it refuses as they are, or would refuse otherwise"),
    findings: Type.Array(findingSchema, { description: "what does not hold, also where it is exempted" }),
    couldNotJudge: Type.Array(findingSchema, { description: "what it cannot judge" }),
    remediation: text("how a finding is mended"),
  },
  closed,
);

const statementSchema = Type.Object(
  {
    id: text("number of the statement in SATRE v2"),
    status,
    importance: Type.Optional(text("as the specification says it")),
    pillar: Type.Optional(text("as the specification says it")),
    capability: Type.Optional(text("as the specification says it")),
    statement: Type.Optional(text("its wording in the specification")),
    rules: Type.Array(Type.String(), { description: "the rules that are about it" }),
    resources: urns("the resources that these rules judged"),
    declaration: Type.Optional(declarationSchema),
  },
  closed,
);

const referenceSchema = Type.Object(
  {
    id: text("for example `EHDS 73(1)(e)` or `TEHDAS2 OPR-4`"),
    status,
    rules: Type.Array(Type.String(), { description: "the rules that are about it" }),
  },
  closed,
);

const exemptionSchema = Type.Object(
  {
    rule: Type.String(),
    urn: Type.String(),
    reason: Type.String(),
    approvers: Type.Array(Type.String()),
    expires: Type.String(),
    applied: count("how many findings it lets pass; none where it is not in force or not needed"),
  },
  closed,
);

/** A report on one environment. */
export const evidenceSchema = Type.Object(
  {
    format: Type.Literal("spe-evidence/1"),
    time: text("when the report was made, ISO 8601 in UTC; by its day dates are judged"),
    environment: Type.Object(
      {
        stack: Type.String(),
        project: Type.String(),
        title: Type.String(),
        tier: Type.Integer({ minimum: 0, maximum: 3 }),
        dataController: Type.String(),
        permit: Type.String(),
        expires: Type.String(),
      },
      closed,
    ),
    inputs: Type.Object(
      {
        state: Type.Object(
          {
            sha256: text("of the exported state"),
            changed: Type.Optional(text("when the state was last written")),
            resources: count("how many resources stand in it"),
            pendingDeletions: count("how many resources wait to be deleted, and were not judged"),
            pendingOperations: count("how many operations were cut off; with any, the state is not certain"),
          },
          closed,
        ),
        settings: Type.Object({ sha256: text("of the stack's file") }, closed),
        pack: Type.Object(
          {
            rules: count("how many rules there are"),
            sha256: text("of the configuration by which they judged"),
          },
          closed,
        ),
        specification: Type.Optional(
          Type.Object({ sha256: text("of the file"), statements: count("in it") }, closed),
        ),
        declarations: Type.Optional(Type.Object({ sha256: text("of the file") }, closed)),
      },
      closed,
    ),
    statements: Type.Array(statementSchema, { description: "SATRE v2" }),
    missing: Type.Array(Type.String(), {
      description: "statements that nothing shows and nobody has declared",
    }),
    rules: Type.Array(ruleSchema, { description: "by the five safes" }),
    references: Type.Array(referenceSchema, { description: "EHDS Article 73 and TEHDAS2" }),
    exemptions: Type.Array(exemptionSchema),
    declarations: Type.Array(
      Type.Object(
        {
          ...declarationSchema.properties,
          notCounted: Type.Optional(text("why it does not count: it has expired or is dated ahead")),
        },
        closed,
      ),
    ),
  },
  { ...closed, $id: "spe-evidence-1", title: "Evidence of an environment made by spe" },
);

export type Evidence = Static<typeof evidenceSchema>;
export type RuleResult = Static<typeof ruleSchema>;
export type StatementResult = Static<typeof statementSchema>;
export type Finding = Static<typeof findingSchema>;

/** Where the schema stands for others. */
export const schemaFile = join(__dirname, "evidence.schema.json");

if (require.main === module) writeFileSync(schemaFile, `${JSON.stringify(evidenceSchema, null, 2)}\n`);
