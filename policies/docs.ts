/** Writes docs/five-safes.md from the rules: `npm run docs`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Safe, safes, type Tier } from "../components/five-safes";
import { levelAt } from "./kit/level";
import type { Rule } from "./kit/rule";
import { rules } from "./rules";

const tiers: Tier[] = [0, 1, 2, 3];

/** The document's text. */
export function rulesDocument(): string {
  return [
    "# The five safes, rule by rule",
    "Generated from `policies/` by `npm run docs`; do not edit.",
    "Each rule judges what the engine is about to make, before it is made. A mandatory rule stops it; an advisory one is reported. A critical rule is mandatory at every tier, a high one from tier 2, a medium or low one at none. A rule that meets a value not known before a resource exists reports that it cannot run; it is judged again when the value is known.",
    overview(),
    ...safes.flatMap(section),
  ]
    .join("\n\n")
    .concat("\n");
}

function overview(): string {
  const row = ({ name, framework, severity }: Rule): string =>
    `| ${framework.reference} | [${name}](#${name}) | ${severity} | ${mandatoryAt(severity)} |`;
  return ["| control | rule | severity | mandatory |", "|---|---|---|---|", ...rules.map(row)].join("\n");
}

function mandatoryAt(severity: Rule["severity"]): string {
  const from = tiers.find((tier) => levelAt(severity, tier) === "mandatory");
  if (from === undefined) return "never";
  return from === 0 ? "always" : `from tier ${from}`;
}

function section(safe: Safe): string[] {
  const own = rules.filter(({ framework }) => framework.name === safe);
  if (own.length === 0) return [];
  return [`## ${safe[0]?.toUpperCase()}${safe.slice(1).replace("-", " ")}`, ...own.flatMap(ruleSection)];
}

function ruleSection(rule: Rule): string[] {
  const { name, description, remediationSteps, framework } = rule;
  return [
    `### ${name}`,
    `**${description}** ${reasonOf(rule)}`,
    [`- Mend: ${remediationSteps}`, `- Source: ${framework.specification}`, ...parametersOf(rule)].join("\n"),
  ];
}

function parametersOf({ configSchema }: Rule): string[] {
  return Object.entries(configSchema?.properties ?? {})
    .filter(([key]) => key !== "exemptions")
    .map(([key, schema]) => {
      const preset = schema.default === undefined ? "" : ` Default: \`${JSON.stringify(schema.default)}\`.`;
      return `- Parameter \`${key}\`: ${schema.description}${preset}`;
    });
}

/** Why a rule exists: the comment above it in its file, which is named for it. */
function reasonOf({ name, framework }: Rule): string {
  const file = `${name.slice(framework.name.length + 1)}.ts`;
  const source = readFileSync(join(__dirname, framework.name, file), "utf8");
  const reason = /\/\*\* ([^*]+) \*\/\nexport const \w+(?:: | = \()[^=]*(?:Rule|=>)/.exec(source)?.[1];
  if (reason === undefined)
    throw new Error(`${file} says in no one-line comment above its rule why it exists`);
  return reason;
}

if (require.main === module) writeFileSync(join(__dirname, "../docs/five-safes.md"), rulesDocument());
