/** Writes docs/five-safes.md from the rules: `npm run docs`. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Safe, safes, type Tier } from "../components/five-safes";
import { levelAt } from "./kit/level";
import type { Rule } from "./kit/rule";
import { rules } from "./rules";

const tiers: Tier[] = [0, 1, 2, 3];

/** Standards by the column that shows what a rule takes from them, with how their statements begin. */
const standards: Readonly<Record<string, readonly string[]>> = {
  "SATRE 2": ["SATRE "],
  "EHDS, TEHDAS2": ["EHDS ", "TEHDAS2 "],
  "Pod Security Standards": ["PSS "],
  "CIS Kubernetes": ["CIS "],
};

/** What the tests' corpus says of environments: which rules catch a bad one with what words, what a good one comes near to. */
interface Corpus {
  bad: { title: string; caught: Record<string, string | string[]> }[];
  good: { title: string; of: string[] }[];
}

const folder = join(__dirname, "../test/policies/corpus");
const corpus: Corpus[] = readdirSync(folder)
  .sort()
  .map((file) => parse(readFileSync(join(folder, file), "utf8"), { merge: true }));

/** The document's text. */
export function rulesDocument(): string {
  return [
    "# The five safes, rule by rule",
    "Generated from `policies/` by `npm run docs`; do not edit.",
    "How to use them, alone or with this program, stands in [policies.md](policies.md). Each rule judges what the engine is about to make, before it is made. A mandatory rule stops it; an advisory one is reported. A critical rule is mandatory at every tier, a high one from tier 2, a medium or low one at none. A rule that meets a value not known before a resource exists reports that it cannot run; it is judged again when the value is known.",
    overview(),
    ...safes.flatMap(section),
  ]
    .join("\n\n")
    .concat("\n");
}

function overview(): string {
  const columns = ["control", "rule", "severity", "mandatory", ...Object.keys(standards)];
  const row = ({ name, framework, severity }: Rule): string[] => [
    framework.reference ?? "",
    `[${name}](#${name})`,
    severity,
    mandatoryAt(severity),
    ...Object.values(standards).map((beginnings) => statementsOf(framework.specification, beginnings)),
  ];
  return [columns, columns.map(() => "---"), ...rules.map(row)]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** The statements of one column; without its name where that says no more than the column does. */
function statementsOf(specification = "", beginnings: readonly string[]): string {
  const own = specification.split("; ").filter((source) => beginnings.some((it) => source.startsWith(it)));
  const [only = ""] = beginnings.length === 1 ? beginnings : [];
  return own.map((source) => source.slice(only.length)).join(", ");
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
    [
      `- Mend: ${remediationSteps}`,
      ...examplesOf(name),
      `- Source: ${framework.specification}`,
      ...parametersOf(rule),
    ].join("\n"),
  ];
}

/** An environment that breaks the rule, where there is one no other rule, and one that comes near to it and holds. */
function examplesOf(name: string): string[] {
  const caught = corpus.flatMap(({ bad }) => bad.filter((it) => name in it.caught));
  const bad = caught.find((it) => Object.keys(it.caught).length === 1) ?? caught[0];
  const good = corpus.flatMap((it) => it.good).find(({ of }) => of.includes(name));
  if (bad === undefined || good === undefined) throw new Error(`the corpus has no examples of ${name}`);
  const [message] = [bad.caught[name]].flat();
  return [`- Bad: ${asText(bad.title)}: \`${message}\``, `- Good: ${asText(good.title)}`];
}

const asText = (title: string): string => title.replaceAll("*", "\\*");

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
