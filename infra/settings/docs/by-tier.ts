import type { ByTier } from "../tiers";

/** Values by tier in words, equal neighbours together: "`15` at tier 0–1, `10` at tier 2, `5` at tier 3". */
export function inWords<T>(values: ByTier<T>, show: (value: T) => string): string {
  const runs: { text: string; from: number; to: number }[] = [];
  for (const [tier, value] of values.entries()) {
    const text = show(value);
    const last = runs.at(-1);
    if (last?.text === text) last.to = tier;
    else runs.push({ text, from: tier, to: tier });
  }
  if (runs.length === 1) return runs.map(({ text }) => text).join();
  return runs
    .map(({ text, from, to }) => `${text} at tier ${from === to ? from : `${from}–${to}`}`)
    .join(", ");
}
