/** Patterns of claim values in Keycloak's mappers, which Java matches as a whole. */

/** Flags within a pattern, `(?i)` and `(?i:`, which not every Node knows; whether case counts makes no difference here. */
const flags = /\(\?[a-zA-Z-]+([:)])/g;

/** Whether a claim's value matches; no value matches what is no pattern. */
export function matchesClaim(pattern: string, value: string): boolean {
  const plain = pattern.replace(flags, (_flags, end) => (end === ":" ? "(?:" : ""));
  try {
    return new RegExp(`^(?:${plain})$`, "s").test(value);
  } catch {
    return false;
  }
}

/**
 * Values that a pattern matches, one for each of its alternatives, as far as it is made of plain text, classes, groups
 * of alternatives and repeated groups; none for a pattern that is not.
 */
export const examplesOf = (pattern: string): string[] =>
  pattern
    .replace(/\(\?:(?:[^()]|\([^()]*\))*\)\*/g, "")
    .replace(/\(\?:([^()|]*)\|[^()]*\)/g, "$1")
    .split("|")
    .map((alternative) => alternative.replace(/\[([^\]\\^])[^\]]*\]/g, "$1").replace(/\\(.)/g, "$1"))
    .filter((example) => matchesClaim(pattern, example));
