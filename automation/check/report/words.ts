/** Words that reports for readers share. */
import { isOpen, isRefusal, type JudgedFinding, type NoVerdict, type Verdict } from "../verdict";

const counted = (count: number, one: string, more: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : more}`];

/** The verdict on an environment in a few words: `2 violations, 1 not judged`. */
export function verdictInWords({ findings, previewFailure }: Verdict): string {
  const refused = findings.filter(isRefusal).length;
  const open = findings.filter(isOpen).length;
  const bad = [
    ...counted(refused, "violation", "violations"),
    ...counted(open, "not judged", "not judged"),
    ...(previewFailure === undefined ? [] : ["preview failed"]),
  ];
  const advice = counted(findings.length - refused - open, "piece of advice", "pieces of advice");
  return [...(bad.length === 0 ? ["holds"] : bad), ...advice].join(", ");
}

/** What an environment without a verdict lacks. */
export const noVerdictInWords = ({ problems }: NoVerdict): string =>
  problems.length === 0
    ? "could not be judged"
    : counted(problems.length, "wrong setting", "wrong settings").join();

/** What a verdict is about: `tier 2, 108 resources, 110 rules`. */
export const scopeInWords = ({ tier, resources, rules }: Verdict): string =>
  `tier ${tier}, ${resources} resources, ${rules.length} rules`;

/** What a reader sorts findings by: the severity of what the engine refuses; all the rest is less. */
export const weightInWords = (finding: JudgedFinding): string =>
  isOpen(finding) ? "not judged" : finding.isMandatory ? finding.severity : "advice";

/** The name that a resource has in the program. */
export const nameIn = (urn: string): string => urn.split("::").slice(3).join("::");

/** What a finding says; what is open does not name its resource by itself. */
export function messageOf({ outcome, rule, urn, message }: JudgedFinding): string {
  if (outcome === "violated") return message;
  return `${rule} cannot judge ${urn === undefined ? "the environment" : nameIn(urn)}: ${message}`;
}

/** How a finding is mended; what is open wants somebody who knows more. */
export const fixOf = (finding: JudgedFinding, environment: string): string =>
  isOpen(finding) ? `let a preview judge it: spe check ${environment} --preview` : finding.fix;
