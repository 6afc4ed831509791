import { safes } from "../../../components/five-safes";
import { isVerdict, type JudgedFinding, type NoVerdict, type Result, type Verdict } from "../verdict";
import {
  fixOf,
  messageOf,
  nameIn,
  noVerdictInWords,
  scopeInWords,
  verdictInWords,
  weightInWords,
} from "./words";

/**
 * For a comment on a change: every finding in a row of its own, in an order that a change elsewhere leaves as it is, and
 * nothing that differs from run to run.
 */
export const markdownReport = (results: readonly Result[]): string =>
  `${results.map((result) => (isVerdict(result) ? verdictPart(result) : noVerdictPart(result))).join("\n\n")}\n`;

function verdictPart(verdict: Verdict): string {
  const { environment, file, findings, exemptions, comparison, previewFailure } = verdict;
  return [
    heading(environment, verdictInWords(verdict)),
    `${scopeInWords(verdict)}, ${code(file)}`,
    ...table(
      ["weight", "rule", "resource", "finding", "fix"],
      [...findings]
        .sort(inPlace)
        .map((finding) => [
          weightInWords(finding),
          code(finding.rule),
          resourceOf(finding),
          escaped(messageOf(finding)),
          escaped(fixOf(finding, environment)),
        ]),
    ),
    ...(previewFailure === undefined ? [] : [`The preview failed: ${escaped(previewFailure)}`]),
    ...table(["exempt from", "resource", "until", "by", "reason"], exemptions.map(exemptionRow)),
    ...(comparison === undefined ? [] : comparisonPart(comparison)),
  ].join("\n\n");
}

function comparisonPart({ ref, note, broken, mended, exemptionsAdded }: NonNullable<Verdict["comparison"]>) {
  const row = (change: string) => (finding: JudgedFinding) => [
    change,
    code(finding.rule),
    resourceOf(finding),
  ];
  const rows = [
    ...[...broken].sort(inPlace).map(row("newly broken")),
    ...[...mended].sort(inPlace).map(row("newly mended")),
    ...exemptionsAdded.map((it) => ["exemption added", code(it.rule), code(it.urn)]),
  ];
  return [
    `Against ${code(ref)} (its settings, today's program and rules)${note === undefined ? "" : `: ${note}`}`,
    ...(rows.length === 0 ? ["No difference."] : table(["change", "rule", "resource"], rows)),
  ];
}

function noVerdictPart(result: NoVerdict): string {
  const { environment, problems, failure } = result;
  return [
    heading(environment, noVerdictInWords(result)),
    ...(failure === undefined ? [] : [escaped(failure)]),
    ...table(
      ["file", "setting", "found", "allowed", "example"],
      problems.map(({ file, path, found, allowed, example }) => [
        code(file),
        code(path),
        ...[found, allowed, example].map(escaped),
      ]),
    ),
  ].join("\n\n");
}

const heading = (environment: string, words: string): string => `### ${code(environment)}: ${words}`;

const resourceOf = ({ urn }: JudgedFinding): string => (urn === undefined ? "" : code(nameIn(urn)));

const exemptionRow = ({ rule, urn, expires, approvers, reason }: Verdict["exemptions"][number]): string[] => [
  code(rule),
  code(urn),
  escaped(expires),
  escaped(approvers.join(", ")),
  escaped(reason),
];

function table(head: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  return [[line(head), `|${"---|".repeat(head.length)}`, ...new Set(rows.map(line))].join("\n")];
}

/** By safe, rule and resource, whatever the weight. */
function inPlace(one: JudgedFinding, other: JudgedFinding): number {
  const text = ({ safe, rule, urn = "", message }: JudgedFinding): string =>
    `${safes.indexOf(safe)} ${rule} ${urn} ${message}`;
  return text(one) < text(other) ? -1 : 1;
}

/** Whoever proposes a change writes names in it: nothing of them becomes a link, a mention or a row of its own. */
const escaped = (text: string): string =>
  text
    .replace(/[\\`*[\]<>|]/g, "\\$&")
    .replaceAll("@", "&#64;")
    .replace(/\s+/g, " ");

const code = (text: string): string => `\`${text.replace(/[`|\s]+/g, " ")}\``;
