/**
 * Values that are unknown until the resource exists. The SDK throws when a rule reads one and reports the rule as one
 * that "can't run"; these functions make sure that one unknown value never hides what another value shows.
 */

/** The SDK's UnknownValueError, known by its mark: its class would load the SDK, which no rule needs. */
const isUnknown = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "unknownTypeSentinel" in error;

/** Runs every check, then passes on the first unknown value that any of them read. */
export const checkAll = (...checks: (() => void)[]): void => checkEach(checks, (check) => check());

/** Judges every item, then passes on the first unknown value that any of them, or the list itself, held. */
export function checkEach<T>(items: readonly T[], check: (item: T) => void): void {
  const unknown: unknown[] = [];
  // by index: reading an unknown item throws, and must do so inside its own check
  for (let index = 0; index < items.length; index++) {
    try {
      check(items[index] as T);
    } catch (error) {
      if (!isUnknown(error)) throw error;
      unknown.push(error);
    }
  }
  if (unknown.length > 0) throw unknown[0];
}

/** What `read` returns, or undefined where it reads an unknown value; only for what may as well be missing. */
export function ifKnown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return undefined;
  }
}
