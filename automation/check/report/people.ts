import { styleText } from "node:util";
import type { Safe } from "../../../components/five-safes";
import {
  isOpen,
  isRefusal,
  isVerdict,
  type JudgedFinding,
  type NoVerdict,
  type Result,
  type Verdict,
} from "../verdict";
import {
  fixOf,
  messageOf,
  nameIn,
  noVerdictInWords,
  scopeInWords,
  verdictInWords,
  weightInWords,
} from "./words";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** More than this nobody reads at once. */
const mostFindings = 20;

/** What a person reads at a shell: worst first, by safe, each with its fix. */
export function peopleReport(results: readonly Result[], isTerminal: boolean): string {
  const paint: Paint = (style, text) =>
    isTerminal ? styleText(style, text, { validateStream: false }) : text;
  const left = { findings: mostFindings };
  const parts = results.map((result) =>
    isVerdict(result) ? verdictPart(result, left, paint) : noVerdictPart(result, paint),
  );
  const all = results.filter(isVerdict).flatMap(({ findings }) => findings).length;
  const more = all > mostFindings ? [`… and ${all - mostFindings} more (--format json shows all)`] : [];
  return `${[...parts.flat(), ...more, ...summary(results)].join("\n")}\n`;
}

function verdictPart(verdict: Verdict, left: { findings: number }, paint: Paint): string[] {
  const { environment, findings, exemptions, comparison, previewFailure } = verdict;
  const shown = findings.slice(0, left.findings);
  left.findings -= shown.length;
  const style = findings.some(isRefusal)
    ? "red"
    : findings.some(isOpen) || previewFailure
      ? "yellow"
      : "green";
  return [
    `${paint("bold", environment)}: ${paint(style, verdictInWords(verdict))} ${paint("dim", `(${scopeInWords(verdict)})`)}`,
    ...grouped(shown, ({ safe }) => safe).flatMap(([safe, own]) => [
      `  ${titleOf(safe)}`,
      ...findingLines(own, environment, paint),
    ]),
    ...(previewFailure === undefined ? [] : ["  The preview", ...indented(previewFailure)]),
    ...exemptions.map(
      ({ rule, urn, expires, approvers, reason }) =>
        `  exempt until ${expires}: ${urn} from ${rule}, by ${approvers.join(" and ")}: ${reason}`,
    ),
    ...(comparison === undefined ? [] : comparisonLines(comparison, paint)),
  ];
}

/** A line each; the fix stands under the last of those that have the same. */
function findingLines(findings: readonly JudgedFinding[], environment: string, paint: Paint): string[] {
  return findings.flatMap((finding, index) => {
    const style = isRefusal(finding) ? "red" : isOpen(finding) ? "yellow" : "dim";
    const fix = `fix: ${fixOf(finding, environment)} [${finding.rule}]`;
    const next = findings[index + 1];
    const isLast = next === undefined || next.rule !== finding.rule || isOpen(next) !== isOpen(finding);
    return [
      `    ${paint(style, weightInWords(finding).padEnd(10))}  ${messageOf(finding)}`,
      ...(isLast ? [paint("dim", `${" ".repeat(16)}${fix}`)] : []),
    ];
  });
}

function comparisonLines(
  { ref, commit, note, ...changes }: NonNullable<Verdict["comparison"]>,
  paint: Paint,
) {
  const where = ({ rule, urn }: { rule: string; urn?: string }): string =>
    `${rule}  ${urn === undefined ? "the environment" : nameIn(urn)}`;
  const rows = [
    ...changes.broken.map((it) => `    newly broken     ${where(it)}`),
    ...changes.mended.map((it) => `    newly mended     ${where(it)}`),
    ...changes.exemptionsAdded.map((it) => `    exemption added  ${where(it)}, until ${it.expires}`),
  ];
  const title = `  against ${ref} (${commit.slice(0, 7)}; its settings, today's program and rules)`;
  const unique = [...new Set(rows)];
  const nothing = rows.length === 0 ? ["    no difference"] : [];
  return [paint("dim", title), ...(note === undefined ? [] : [`    ${note}`]), ...unique, ...nothing];
}

function noVerdictPart({ problems, failure, ...result }: NoVerdict, paint: Paint): string[] {
  return [
    `${paint("bold", result.environment)}: ${paint("red", noVerdictInWords({ problems, ...result }))}`,
    ...(failure === undefined ? [] : indented(failure)),
    ...grouped(problems, ({ file }) => file).flatMap(([file, own]) => [
      `  ${file}`,
      ...own.flatMap(({ path, found, allowed, example }) => [
        `    ${path}: ${found}`,
        `      allowed: ${allowed}`,
        paint("dim", `      example: ${example}`),
      ]),
    ]),
  ];
}

/** Where there are several environments, how many of them hold. */
function summary(results: readonly Result[]): string[] {
  if (results.length < 2) return [];
  const holds = (result: Result): boolean => isVerdict(result) && verdictInWords(result).startsWith("holds");
  return [`${results.filter(holds).length} of ${results.length} environments hold`];
}

/** Items by a key, in the order in which the keys come. */
const grouped = <T, Key>(items: readonly T[], keyOf: (item: T) => Key): [Key, T[]][] =>
  [...new Set(items.map(keyOf))].map((key) => [key, items.filter((item) => keyOf(item) === key)]);

/** `safe-data` as `Safe data`. */
const titleOf = (safe: Safe): string => `${safe.charAt(0).toUpperCase()}${safe.slice(1).replace("-", " ")}`;

const indented = (text: string): string[] => text.split("\n").map((line) => `    ${line}`);
