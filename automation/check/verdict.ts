/** What the pack says of an environment, as every report shows it. */
import type { Severity } from "@pulumi/policy";
import type { Safe, Tier } from "../../components/five-safes";
import type { PackFacts } from "../../infra/pack-facts";
import type { rules } from "../../policies/rules";
import type { Comparison } from "./against";
import type { FileProblem } from "./wrong-environment";

/** A rule as reports know it: of the pack, or of `spe check` itself. */
export type KnownRule = Pick<
  (typeof rules)[number],
  "name" | "description" | "severity" | "framework" | "remediationSteps"
>;

/** What a rule says of a resource, or of the whole environment where there is no resource. */
export interface JudgedFinding {
  /** `violated`, or `unjudged` where the rule met a value that is not known yet. */
  outcome: "violated" | "unjudged";
  rule: string;
  safe: Safe;
  severity: Severity;
  /** Whether the engine refuses an environment for such a violation. */
  isMandatory: boolean;
  urn?: string;
  message: string;
  /** How it is mended. */
  fix: string;
}

/** An environment that was judged. */
export interface Verdict {
  environment: string;
  /** The stack file. */
  file: string;
  tier: Tier;
  /** How many resources were judged. */
  resources: number;
  /** The rules that judged. */
  rules: readonly KnownRule[];
  /** Worst first. */
  findings: JudgedFinding[];
  exemptions: PackFacts["exemptions"];
  /** What is different from a commit, where one was given. */
  comparison?: Comparison;
  /** Why the engine's preview, which was asked for, did not get to its end. */
  previewFailure?: string;
}

/** An environment that could not be judged, because of its files or because of something else. */
export interface NoVerdict {
  environment: string;
  file: string;
  problems: readonly FileProblem[];
  failure?: string;
}

/** What came of an environment. */
export type Result = Verdict | NoVerdict;

/** Whether an environment was judged. */
export const isVerdict = (result: Result): result is Verdict => "findings" in result;

/** Whether the engine would refuse the environment for a finding. */
export const isRefusal = ({ outcome, isMandatory }: JudgedFinding): boolean =>
  outcome === "violated" && isMandatory;

/** Whether the verdict on a rule is still open. */
export const isOpen = ({ outcome }: JudgedFinding): boolean => outcome === "unjudged";

/**
 * What `spe check` ends with: 0 the rules hold, 1 violations, 2 something could not be judged, 3 settings wrong. Of
 * several, wrong settings come first, then violations. An advisory violation is shown and changes nothing.
 */
export function exitCodeOf(results: readonly Result[]): 0 | 1 | 2 | 3 {
  if (results.some((result) => !isVerdict(result) && result.problems.length > 0)) return 3;
  const findings = results.filter(isVerdict).flatMap((result) => result.findings);
  if (findings.some(isRefusal)) return 1;
  const isWhole = (result: Result): boolean => isVerdict(result) && result.previewFailure === undefined;
  return results.every(isWhole) && !findings.some(isOpen) ? 0 : 2;
}
