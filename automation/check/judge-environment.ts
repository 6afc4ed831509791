import type { PolicyPackConfig } from "@pulumi/policy";
import { type Safe, safes } from "../../components/five-safes";
import { type Finding, type Judged, judge } from "../../policies/judge";
import { packConfig } from "../../policies/pack-config";
import { rules } from "../../policies/rules";
import { build } from "./build";
import type { Environment } from "./read-environment";
import { isOpen, isRefusal, type JudgedFinding, type KnownRule, type Verdict } from "./verdict";

/** Lists the exemptions in force, which reports show themselves. */
const listing = "safe-projects-exemption-listed";

/**
 * Judges an environment as its settings describe it.
 * @throws what the program refuses the settings with
 */
export async function judgeEnvironment(environment: Environment): Promise<Verdict> {
  const resources = await build(environment.settings, environment.name);
  const findings = await judge(rules, resources, { config: packConfig(environment.facts) });
  return verdictOn(environment, resources.length, findings);
}

/** Judges an environment by resources whose outputs are known, which rules on a stack see in place of the inputs. */
export async function judgeResources(
  environment: Environment,
  inputs: readonly Judged[],
  outputs: readonly Judged[],
): Promise<Finding[]> {
  const config = packConfig(environment.facts);
  const onStack = rules.filter((rule) => "validateStack" in rule);
  const onResource = rules.filter((rule) => !("validateStack" in rule));
  return [...(await judge(onResource, inputs, { config })), ...(await judge(onStack, outputs, { config }))];
}

/**
 * What findings mean at the environment's tier.
 * @param more rules that judged beside the pack's
 */
export function verdictOn(
  { name, file, settings, facts }: Environment,
  resources: number,
  findings: readonly Finding[],
  more: readonly KnownRule[] = [],
): Verdict {
  const known = [...rules, ...more];
  const byName = new Map(known.map((rule) => [rule.name, rule]));
  const config = packConfig(facts);
  const judged = findings.flatMap((finding) => {
    const rule = byName.get(finding.rule);
    return rule === undefined || rule.name === listing ? [] : [judgedFinding(finding, rule, config)];
  });
  return {
    environment: name,
    file,
    tier: settings.project.tier,
    resources,
    rules: known,
    findings: judged.sort(worstFirst),
    exemptions: facts.exemptions,
  };
}

function judgedFinding(
  { urn, message, unknown }: Finding,
  { name, framework, severity, remediationSteps }: KnownRule,
  config: PolicyPackConfig,
): JudgedFinding {
  const own = config[name] ?? "mandatory";
  return {
    outcome: unknown ? "unjudged" : "violated",
    rule: name,
    safe: framework.name as Safe,
    severity,
    isMandatory: (typeof own === "object" ? own.enforcementLevel : own) === "mandatory",
    ...(urn === undefined ? {} : { urn }),
    message,
    fix: remediationSteps,
  };
}

const severities = ["critical", "high", "medium", "low"];

/** What the engine refuses, then what is open, then advice; the same findings always in the same order. */
export function worstFirst(one: JudgedFinding, other: JudgedFinding): number {
  const rank = (it: JudgedFinding): number[] => [
    isRefusal(it) ? 0 : isOpen(it) ? 1 : 2,
    severities.indexOf(it.severity),
    safes.indexOf(it.safe),
  ];
  const [ranks, others] = [rank(one), rank(other)];
  const difference = ranks.map((it, index) => it - (others[index] ?? 0)).find((it) => it !== 0);
  return difference ?? textOf(one).localeCompare(textOf(other), "en");
}

const textOf = ({ rule, urn = "", message }: JudgedFinding): string => `${rule} ${urn} ${message}`;
