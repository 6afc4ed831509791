/** Longest text that is compared; no setting is called or valued by more. */
const longest = 64;

/** The word of a list that a mistyped one most likely means; undefined when none is near. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  if (typed.length > longest) return undefined;
  const begun = words.find((word) => typed.length >= 3 && word.toLowerCase().startsWith(typed.toLowerCase()));
  if (begun !== undefined) return begun;
  const ranked = words
    .map((word) => ({ word, edits: edits(typed.toLowerCase(), word.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits);
  const [best] = ranked;
  if (!best || best.edits >= best.word.length) return undefined;
  return best.edits <= Math.max(1, Math.floor(best.word.length / 3)) ? best.word : undefined;
}

/** Letters to insert, drop or change to make one word of the other (Levenshtein). */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
