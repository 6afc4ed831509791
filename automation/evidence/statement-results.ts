import { type Declaration, whyNotCounted } from "./declarations";
import type { Evidence, RuleResult, StatementResult, Status } from "./evidence-schema";
import type { Wording } from "./specification";

const satre = "SATRE ";
const referenced = /^(?:EHDS|TEHDAS2) /;

/**
 * What can be said of each statement of SATRE: of those that rules are about, that are declared, or that the
 * specification has. A judgement goes before a declaration; a declaration goes before nothing.
 */
export function statementResults(
  rules: readonly RuleResult[],
  declarations: readonly Declaration[],
  specification: ReadonlyMap<string, Wording>,
  today: string,
): StatementResult[] {
  const counted = declarations.filter((it) => whyNotCounted(it, today) === undefined);
  const named = rules.flatMap(({ sources }) => sources.filter((it) => it.startsWith(satre)));
  const ids = new Set([
    ...named.map((it) => it.slice(satre.length)),
    ...declarations.map(({ statement }) => statement),
    ...specification.keys(),
  ]);
  return [...ids].sort().map((id) => {
    const about = rulesAbout(`${satre}${id}`, rules);
    const declaration = counted.find(({ statement }) => statement === id);
    return {
      id,
      status: declaredStatus(statusOf(about), declaration),
      ...specification.get(id),
      rules: about.map(({ name }) => name),
      resources: [...new Set(about.flatMap(({ judged }) => judged))],
      ...(declaration === undefined ? {} : { declaration }),
    };
  });
}

/** What rules say of EHDS Article 73 and of TEHDAS2. */
export function referenceResults(rules: readonly RuleResult[]): Evidence["references"] {
  const ids = rules.flatMap(({ sources }) => sources.filter((it) => referenced.test(it)));
  const order = new Intl.Collator("en", { numeric: true });
  return [...new Set(ids)].sort(order.compare).map((id) => {
    const about = rulesAbout(id, rules);
    return { id, status: statusOf(about), rules: about.map(({ name }) => name) };
  });
}

const rulesAbout = (source: string, rules: readonly RuleResult[]): RuleResult[] =>
  rules.filter(({ sources }) => sources.includes(source));

/** The worst that its rules say; those that judged nothing say nothing. */
function statusOf(rules: readonly RuleResult[]): Status {
  const order: readonly Status[] = ["not met", "could not judge", "met"];
  return order.find((status) => rules.some((rule) => rule.status === status)) ?? "nothing judged";
}

function declaredStatus(status: Status, declaration: Declaration | undefined): Status {
  if (declaration === undefined || status === "met" || status === "not met") return status;
  return declaration.notApplicable ? "not applicable" : "declared";
}
