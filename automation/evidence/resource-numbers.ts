import type { RuleResult } from "./evidence-schema";

/** The resources that rules speak of, each with a number: URNs are too long for a table. */
export interface ResourceNumbers {
  /** In the order of their numbers, from 1. */
  urns: string[];
  /** Numbers of resources, such as `3–7, 9`. */
  shown(urns: readonly string[]): string;
}

/** Numbers the resources in the order in which the rules speak of them. */
export function numbersOf(rules: readonly RuleResult[]): ResourceNumbers {
  const spoken = rules.flatMap(({ judged, findings, couldNotJudge }) => [
    ...judged,
    ...[...findings, ...couldNotJudge].flatMap(({ urn }) => urn ?? []),
  ]);
  const urns = [...new Set(spoken)];
  const numbers = new Map(urns.map((urn, index) => [urn, index + 1]));
  return {
    urns,
    shown: (some) => runs(some.flatMap((urn) => numbers.get(urn) ?? []).sort((a, b) => a - b)),
  };
}

function runs(numbers: readonly number[]): string {
  const found: { from: number; to: number }[] = [];
  for (const number of new Set(numbers)) {
    const last = found.at(-1);
    if (last?.to === number - 1) last.to = number;
    else found.push({ from: number, to: number });
  }
  return found.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
