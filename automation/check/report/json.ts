import { type Static, Type } from "@sinclair/typebox";
import { safes } from "../../../components/five-safes";
import { exitCodeOf, isVerdict, type NoVerdict, type Result, type Verdict } from "../verdict";

const closed = { additionalProperties: false };

const finding = Type.Object(
  {
    outcome: Type.Union([Type.Literal("violated"), Type.Literal("unjudged")]),
    rule: Type.String(),
    safe: Type.Union(safes.map((safe) => Type.Literal(safe))),
    severity: Type.Union([
      Type.Literal("low"),
      Type.Literal("medium"),
      Type.Literal("high"),
      Type.Literal("critical"),
    ]),
    isMandatory: Type.Boolean(),
    urn: Type.Optional(Type.String()),
    message: Type.String(),
    fix: Type.String(),
  },
  closed,
);

const exemption = Type.Object(
  {
    rule: Type.String(),
    urn: Type.String(),
    reason: Type.String(),
    approvers: Type.Array(Type.String()),
    expires: Type.String(),
  },
  closed,
);

const comparison = Type.Object(
  {
    ref: Type.String(),
    commit: Type.String(),
    note: Type.Optional(Type.String()),
    broken: Type.Array(finding),
    mended: Type.Array(finding),
    exemptionsAdded: Type.Array(exemption),
  },
  closed,
);

const verdict = Type.Object(
  {
    environment: Type.String(),
    file: Type.String(),
    tier: Type.Integer({ minimum: 0, maximum: 3 }),
    resources: Type.Integer(),
    rules: Type.Array(Type.String(), { description: "Ids of the rules that judged." }),
    findings: Type.Array(finding, { description: "Worst first." }),
    exemptions: Type.Array(exemption),
    comparison: Type.Optional(comparison),
    previewFailure: Type.Optional(Type.String()),
  },
  closed,
);

const noVerdict = Type.Object(
  {
    environment: Type.String(),
    file: Type.String(),
    problems: Type.Array(
      Type.Object(
        {
          file: Type.String(),
          path: Type.String(),
          found: Type.String(),
          allowed: Type.String(),
          example: Type.String(),
        },
        closed,
      ),
    ),
    failure: Type.Optional(Type.String()),
  },
  closed,
);

/** What `--format json` prints. A field may be added; one that is taken away or changes its meaning is a new version. */
export const reportSchema = Type.Object(
  {
    version: Type.Literal(1),
    exitCode: Type.Integer({ minimum: 0, maximum: 3 }),
    environments: Type.Array(Type.Union([verdict, noVerdict])),
  },
  closed,
);

/** Everything, for programs. */
export function jsonReport(results: readonly Result[]): string {
  const report: Static<typeof reportSchema> = {
    version: 1,
    exitCode: exitCodeOf(results),
    environments: results.map((result) => (isVerdict(result) ? verdictOf(result) : noVerdictOf(result))),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const verdictOf = (result: Verdict): Static<typeof verdict> => ({
  ...result,
  rules: result.rules.map(({ name }) => name),
});

const noVerdictOf = (result: NoVerdict): Static<typeof noVerdict> => ({
  ...result,
  problems: [...result.problems],
});
