import { checkEach, ifKnown } from "./unknown";

/** Whether a test holds for any of the items; a value that is not known yet is passed on where it holds for no other. */
export function holdsForAny<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  if (items.some((item) => ifKnown(() => test(item)))) return true;
  checkEach(items, (item) => void test(item));
  return false;
}
