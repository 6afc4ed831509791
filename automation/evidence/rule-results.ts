import type { PolicyPackConfig } from "@pulumi/policy";
import { type Judged, judge } from "../../policies/judge";
import { rules } from "../../policies/rules";
import type { ResourceState } from "../check/state";
import type { Evidence, Finding, RuleResult } from "./evidence-schema";
import { type Judgement, judgedResources, type Rule } from "./judged-resources";
import { asAsked, asStanding } from "./standing-resources";

/** An exemption of the pack's configuration. */
export type Exemption = Omit<Evidence["exemptions"][number], "applied">;

/** Told how much of the whole is done. */
export type Progress = (done: number, whole: number) => void;

/** This rule's findings are the exemptions in force, which the report has a section for. */
const listing = "safe-projects-exemption-listed";

/**
 * What each rule says of what stands.
 * @param onProgress told how many rules of how many are done
 */
export async function ruleResults(
  resources: readonly ResourceState[],
  exemptions: readonly Exemption[],
  judgement: Judgement,
  onProgress: Progress = () => {},
): Promise<RuleResult[]> {
  const asked = asAsked(resources);
  const standing = asStanding(resources);
  const stackUrn = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
  const results: RuleResult[] = [];
  const judging = rules.filter(({ name }) => name !== listing);
  for (const rule of judging) {
    const seen = "validateStack" in rule ? standing : asked;
    results.push(await ruleResult(rule, seen, stackUrn, exemptions, judgement));
    onProgress(results.length, judging.length);
  }
  return results;
}

async function ruleResult(
  rule: Rule,
  resources: readonly Judged[],
  stackUrn: string,
  exemptions: readonly Exemption[],
  { config, today }: Judgement,
): Promise<RuleResult> {
  const own = exemptions.filter((it) => it.rule === rule.name);
  const unexempted = { today, config: withExemptions(config, rule, own.length > 0 ? [] : undefined) };
  const found = await judge([rule], resources, unexempted);
  const findings: Finding[] = found.filter((it) => !it.unknown).map(findingOf);
  for (const exemption of own) {
    const exempted = withExemptions(config, rule, [exemption]);
    const left = new Set((await judge([rule], resources, { today, config: exempted })).map(keyOf));
    for (const finding of findings)
      if (!left.has(keyOf(finding))) finding.exemption ??= exemptions.indexOf(exemption);
  }
  const couldNotJudge = found.filter(({ unknown }) => unknown).map(secretOf);
  const urns = await judgedResources(rule, resources, stackUrn, unexempted);
  const judged = resources.flatMap(({ urn = "" }) => (urns.has(urn) ? urn : []));
  return {
    ...factsOf(rule, config),
    status: statusOf(findings.length, couldNotJudge.length, judged.length),
    judged,
    findings,
    couldNotJudge,
  };
}

function statusOf(findings: number, couldNotJudge: number, judged: number): RuleResult["status"] {
  if (findings > 0) return "not met";
  if (couldNotJudge > 0) return "could not judge";
  return judged > 0 ? "met" : "nothing judged";
}

function factsOf(
  { name, description, severity, framework, enforcementLevel, remediationSteps }: Rule,
  config: PolicyPackConfig,
) {
  const given = config[name];
  const level = (typeof given === "object" ? given.enforcementLevel : given) ?? enforcementLevel;
  return {
    name,
    control: framework.reference ?? "",
    safe: framework.name as RuleResult["safe"],
    description,
    severity,
    level: level ?? "advisory",
    sources: (framework.specification ?? "").split("; ").filter((it) => it !== ""),
    remediation: remediationSteps,
  };
}

function withExemptions(
  config: PolicyPackConfig,
  { name }: Rule,
  exemptions?: Exemption[],
): PolicyPackConfig {
  const given = config[name];
  if (exemptions === undefined || typeof given !== "object") return config;
  return { ...config, [name]: { ...given, exemptions } };
}

const findingOf = ({ urn, message }: { urn?: string; message: string }): Finding => ({
  ...(urn === undefined ? {} : { urn }),
  message,
});

const keyOf = ({ urn, message }: { urn?: string; message: string }): string => `${urn} ${message}`;

/** The only values that are not known of what stands are secrets. */
function secretOf(finding: { urn?: string; message: string }): Finding {
  const property = /value at \.?(\S+) can't be known/.exec(finding.message)?.[1] ?? "a property";
  return findingOf({ ...finding, message: `${property} is a secret, which is not read for evidence` });
}
