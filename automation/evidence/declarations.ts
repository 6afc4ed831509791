import { type Static, Type } from "@sinclair/typebox";
import { isoDate } from "../../infra/settings/formats/iso-date";
import { readDocument, WrongInput } from "./wrong-input";

const text = (description: string) => Type.String({ pattern: "\\S", description });
const day = (description: string) => Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", description });

/** What a person answers for, because infrastructure cannot show it. */
export const declarationSchema = Type.Object(
  {
    statement: Type.String({
      pattern: "^\\d+\\.\\d+\\.\\d+$",
      description: 'number of a SATRE statement in quotes, for example "1.2.01"',
    }),
    who: text('name and office of who declares it, for example "Ada Example, data controller"'),
    when: day('day of the declaration as an ISO date, for example "2026-10-01"'),
    document: text('where it is written, for example "ISMS-7 rev. 3, section 2"'),
    until: Type.Optional(day('last day on which it counts as an ISO date, for example "2027-09-30"')),
    notApplicable: Type.Optional(
      Type.Boolean({ description: "true where the statement does not apply to the environment" }),
    ),
  },
  { additionalProperties: false, description: "a group with statement, who, when and document" },
);

/** A person's declaration about one statement. */
export type Declaration = Static<typeof declarationSchema>;

const fileSchema = Type.Object(
  { declarations: Type.Array(declarationSchema, { description: "a list of declarations" }) },
  { additionalProperties: false, description: "a group with the list `declarations`" },
);

/**
 * The declarations of a file.
 * @param statements numbers of the statements there are; undefined where no specification says so
 * @throws WrongInput
 */
export function readDeclarations(
  content: string,
  file: string,
  statements?: ReadonlySet<string>,
): Declaration[] {
  const subject = `declarations "${file}"`;
  const { declarations } = readDocument(content, subject, fileSchema);
  const problems = declarations.flatMap((declaration, index) =>
    problemsOf(declaration, declarations.slice(0, index), statements).map(
      (it) => `declarations[${index}].${it}`,
    ),
  );
  if (problems.length > 0) throw new WrongInput(subject, problems);
  return declarations;
}

function problemsOf(
  { statement, when, until }: Declaration,
  earlier: readonly Declaration[],
  statements: ReadonlySet<string> | undefined,
): string[] {
  const problems: string[] = [];
  if (statements?.has(statement) === false)
    problems.push(`statement: "${statement}" is not in the specification`);
  if (earlier.some((it) => it.statement === statement))
    problems.push(`statement: "${statement}" is declared twice; keep one`);
  for (const [key, date] of Object.entries({ when, until }))
    if (date !== undefined && isoDate.refuse(date))
      problems.push(`${key}: "${date}" is no day of the calendar`);
  if (until !== undefined && until < when) problems.push(`until: "${until}" is before ${when}, its \`when\``);
  return problems;
}

/** Why a declaration does not count today; undefined where it does. */
export function whyNotCounted({ when, until }: Declaration, today: string): string | undefined {
  if (when > today) return `dated ${when}, which is to come`;
  return until !== undefined && until < today ? `expired on ${until}` : undefined;
}
