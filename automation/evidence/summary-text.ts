import { styleText } from "node:util";
import { safes } from "../../components/five-safes";
import { type Evidence, type Status, statuses } from "./evidence-schema";
import { nameOf } from "./report-section";

const colours = {
  met: "green",
  "not met": "red",
  "could not judge": "yellow",
  declared: "blue",
  "not applicable": "dim",
  "nothing judged": "dim",
} as const satisfies Record<Status, string>;

/** The most findings that a terminal gets; the report has them all. */
const longestList = 10;

/** What a person reads when a report was made: counts, what is open, and which files there are. */
export function summaryText(
  { rules, statements, missing, declarations }: Evidence,
  files: readonly string[],
  isSigned: boolean,
): string {
  const open = [
    ...rules.flatMap(({ name, findings }) =>
      findings.map(({ message, exemption }) => {
        const exempted = exemption === undefined ? "" : " (exempted)";
        return `${coloured("not met")}  ${name}: ${message}${exempted}`;
      }),
    ),
    ...rules.flatMap(({ name, couldNotJudge }) =>
      couldNotJudge.map(({ urn = "", message }) => {
        const resource = urn.split("::").at(-1);
        return `${coloured("could not judge")}  ${name}: ${resource}: ${message}`;
      }),
    ),
  ];
  const more = open.length - longestList;
  return [
    ...safes.map((safe) =>
      row(
        nameOf(safe),
        rules.filter((it) => it.safe === safe),
      ),
    ),
    row("SATRE v2", statements),
    "",
    ...open.slice(0, longestList),
    ...(more > 0 ? [`… and ${more} more`] : []),
    ...declarations.flatMap(({ statement, notCounted }) =>
      notCounted === undefined ? [] : [`the declaration of ${statement} does not count: ${notCounted}`],
    ),
    ...(missing.length > 0 ? [`${missing.length} statements are neither judged nor declared`] : []),
    "",
    ...files,
    isSigned ? "signed; each signature stands beside its file" : "not signed; sign with --key",
  ]
    .join("\n")
    .concat("\n");
}

function row(name: string, found: readonly { status: Status }[]): string {
  const counts = statuses.flatMap((status) => {
    const count = found.filter((it) => it.status === status).length;
    return count === 0 ? [] : `${count} ${coloured(status)}`;
  });
  return `${name.padEnd(15)}${counts.join("  ")}`;
}

const coloured = (status: Status): string => styleText(colours[status], status, { stream: process.stdout });
