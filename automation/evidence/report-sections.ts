/** What a report tells people, section by section, whatever it is written in. */
import { safes } from "../../components/five-safes";
import type { Evidence, Finding, RuleResult, Status } from "./evidence-schema";
import { countsSection, factsSection, readingSection } from "./report-frame";
import { nameOf, type Phrase, type Section } from "./report-section";
import { numbersOf } from "./resource-numbers";

/** Every section of the report, in order. */
export function reportSections(evidence: Evidence): Section[] {
  const numbers = numbersOf(evidence.rules);
  const listed = (urns: readonly string[]): Phrase => ({ resources: numbers.shown(urns) });
  return [
    factsSection(evidence),
    countsSection(evidence),
    findings(evidence, numbers.shown),
    notJudged(evidence, numbers.shown),
    satre(evidence, listed),
    missing(evidence),
    ...safes.map((safe) => rulesOf(safe, evidence, listed)),
    references(evidence),
    exemptions(evidence),
    declarations(evidence),
    readingSection,
    {
      title: "Resources",
      text: "The numbers above stand for these, by their URNs in the state.",
      head: ["Number", "URN"],
      rows: numbers.urns.map((urn, index) => [String(index + 1), { code: urn }]),
    },
  ].filter(({ rows, text }) => text !== undefined || rows === undefined || rows.length > 0);
}

type Shown = (urns: readonly string[]) => string;

const findings = ({ rules, exemptions }: Evidence, shown: Shown): Section => ({
  title: "What is not met",
  text: rules.some((rule) => rule.findings.length > 0) ? undefined : "Nothing was found.",
  head: ["Rule", "Resource", "Found", "Mend"],
  rows: rules.flatMap((rule) =>
    rule.findings.map((finding) => [
      { code: rule.name },
      resourceOf(finding, shown),
      [finding.message, ...exemptionOf(finding, exemptions)],
      rule.remediation,
    ]),
  ),
});

function exemptionOf({ exemption }: Finding, exemptions: Evidence["exemptions"]): string[] {
  const by = exemption === undefined ? undefined : exemptions[exemption];
  return by === undefined
    ? []
    : [`Exempted until ${by.expires} by ${by.approvers.join(" and ")}: ${by.reason}`];
}

const notJudged = ({ rules }: Evidence, shown: Shown): Section => ({
  title: "What could not be judged",
  head: ["Rule", "Resource", "Why"],
  rows: rules.flatMap((rule) =>
    rule.couldNotJudge.map((it) => [{ code: rule.name }, resourceOf(it, shown), it.message]),
  ),
});

const resourceOf = ({ urn }: Finding, shown: Shown): Phrase =>
  urn === undefined ? "the stack" : { resources: `${urn.split("::").at(-1)} (${shown([urn])})` };

function satre(
  { statements, rules: all, inputs }: Evidence,
  listed: (urns: readonly string[]) => Phrase,
): Section {
  const hasWording = inputs.specification !== undefined;
  return {
    title: "SATRE v2, statement by statement",
    text: "Each statement that rules are about or that somebody declared. The resources are those that the rules judged.",
    head: ["Statement", ...(hasWording ? ["Wording"] : []), "Status", "Shown by", "Resources"],
    rows: statements
      .filter(({ rules, declaration }) => rules.length > 0 || declaration !== undefined)
      .map(({ id, statement, importance, status, rules, resources, declaration }) => [
        [id, ...(importance === undefined ? [] : [importance])],
        ...(hasWording ? [statement ?? "not in the specification"] : []),
        { status },
        [
          ...(declaration === undefined
            ? []
            : [`${declaration.who}, ${declaration.when}: ${declaration.document}`]),
          ...rules.map((code) => ({ code, ...noteOf(code, status, all) })),
        ],
        listed(resources),
      ]),
  };
}

/** Of several rules that are about a statement, not each says the same. */
function noteOf(rule: string, status: Status, rules: readonly RuleResult[]): { note?: string } {
  const own = rules.find(({ name }) => name === rule)?.status;
  return own === undefined || own === status ? {} : { note: own };
}

const missing = ({ statements, missing: ids, inputs }: Evidence): Section => ({
  title: "What is missing",
  text:
    ids.length === 0
      ? "Nothing: every statement is judged or declared."
      : `${ids.length} statements are neither judged nor declared${inputs.specification === undefined ? ", of those that the rules name; with --specification, all of SATRE's are listed" : ""}. Where they apply, a person must declare them.`,
  head: ["Statement", "Wording", "Importance"],
  rows: statements
    .filter(({ status }) => status === "nothing judged")
    .map(({ id, statement = "", importance = "" }) => [id, statement, importance]),
});

const rulesOf = (
  safe: RuleResult["safe"],
  { rules }: Evidence,
  listed: (urns: readonly string[]) => Phrase,
): Section => ({
  title: nameOf(safe),
  head: ["Control", "Rule", "Status", "Severity", "Resources judged"],
  rows: rules
    .filter((it) => it.safe === safe)
    .map(({ control, name, description, status, severity, level, judged }) => [
      control,
      [description, { code: name }],
      { status },
      [severity, level],
      listed(judged),
    ]),
});

const references = ({ references: all }: Evidence): Section => ({
  title: "EHDS Article 73 and TEHDAS2",
  text: "What the rules say of Regulation (EU) 2025/327, Article 73, and of the TEHDAS2 requirements that they rest on.",
  head: ["Reference", "Status", "Rules"],
  rows: all.map(({ id, status, rules }) => [id, { status }, rules.map((code) => ({ code }))]),
});

const exemptions = ({ exemptions: all }: Evidence): Section => ({
  title: "Exemptions",
  text: all.length === 0 ? "There are none." : undefined,
  head: ["Rule", "Resources", "Reason", "Approved by", "Until", "Findings let pass"],
  rows: all.map(({ rule, urn, reason, approvers, expires, applied }) => [
    { code: rule },
    { code: urn },
    reason,
    approvers.join(" and "),
    expires,
    String(applied),
  ]),
});

const declarations = ({ declarations: all }: Evidence): Section => ({
  title: "Declarations",
  text: all.length === 0 ? "There are none." : undefined,
  head: ["Statement", "By", "On", "Document", "Counts"],
  rows: all.map(({ statement, who, when, document, until, notCounted }) => [
    statement,
    who,
    when,
    document,
    notCounted === undefined ? (until === undefined ? "yes" : `until ${until}`) : `no: ${notCounted}`,
  ]),
});
