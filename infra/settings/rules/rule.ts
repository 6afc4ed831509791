import type { SettingsProblem } from "../problem";
import type { Draft, Settings } from "../settings-type";

/** A rule over several settings. Parts that are missing or wrong by themselves are not its business: it skips them. */
export type Rule = (settings: Draft<Settings>) => SettingsProblem[];

/** The positions in a list at which a key appears again, with the position at which it stood first. */
export function repeated<T>(items: readonly (T | undefined)[], keyOf: (item: T) => string | undefined) {
  const first = new Map<string, number>();
  return items.flatMap((item, index) => {
    const key = item === undefined ? undefined : keyOf(item);
    if (key === undefined) return [];
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    return earlier === undefined ? [] : [{ index, earlier, key }];
  });
}
