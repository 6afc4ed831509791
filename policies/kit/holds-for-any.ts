import { ifKnown } from "./unknown";

/** Whether a test holds for any of the items; a value that is not known yet is passed on where it holds for no other. */
export function holdsForAny<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  const item = decisive(items, test);
  return item !== undefined && test(item);
}

/** The first item for which a test holds; where there is none, the first for which it cannot be told. */
export const decisive = <T>(items: readonly T[], test: (item: T) => boolean): T | undefined =>
  items.find((item) => ifKnown(() => test(item))) ??
  items.find((item) => ifKnown(() => test(item)) === undefined);
