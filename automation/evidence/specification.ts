import { type Static, Type } from "@sinclair/typebox";
import { readDocument, WrongInput } from "./wrong-input";

/** The form of `specification.yaml` of github.com/sa-tre/satre-specification; what else it says of a statement is not read. */
const fileSchema = Type.Object(
  {
    specification: Type.Array(
      Type.Object({
        requirement_index: Type.String({
          pattern: "^\\d+\\.\\d+\\.\\d+$",
          description: 'number of the statement, for example "2.2.09"',
        }),
        pillar: Type.String({ description: "a text" }),
        capability: Type.String({ description: "a text" }),
        statement: Type.String({ description: "a text" }),
        importance: Type.String({ description: "a text" }),
      }),
      { minItems: 1, description: "the list of statements" },
    ),
  },
  { description: "a group with the list `specification`, as in SATRE's own file" },
);

/** What the specification says of one statement. */
export interface Wording {
  pillar: string;
  capability: string;
  statement: string;
  /** `Mandatory`, `Recommended` or `Optional`; with `*` where it depends on the environment. */
  importance: string;
}

/**
 * SATRE's statements by their numbers, in the order of the file.
 * @param text of the official YAML
 * @throws WrongInput
 */
export function readSpecification(text: string, file: string): Map<string, Wording> {
  const { specification } = readDocument(text, `specification "${file}"`, fileSchema);
  const wordings = new Map<string, Wording>();
  for (const { requirement_index: id, ...it } of specification) {
    if (wordings.has(id)) throw new WrongInput(`specification "${file}"`, [`has the statement ${id} twice`]);
    wordings.set(id, wordingOf(it));
  }
  return wordings;
}

const wordingOf = ({
  pillar,
  capability,
  statement,
  importance,
}: Omit<Static<typeof fileSchema>["specification"][number], "requirement_index">): Wording => ({
  pillar,
  capability,
  statement: statement.replace(/\s+/g, " ").trim(),
  importance,
});
