/**
 * Values that are unknown until the resource exists. The SDK throws when a rule reads one and reports the rule as one
 * that "can't run"; these functions make sure that one unknown value never hides what another value shows.
 */

/** The SDK's UnknownValueError, known by its mark: its class would load the SDK, which no rule needs. */
const isUnknown = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "unknownTypeSentinel" in error;

/** Runs every check, then passes on the first unknown value that any of them read. */
export function checkAll(...checks: (() => void)[]): void {
  const unknown: unknown[] = [];
  for (const check of checks) {
    try {
      check();
    } catch (error) {
      if (!isUnknown(error)) throw error;
      unknown.push(error);
    }
  }
  if (unknown.length > 0) throw unknown[0];
}

/** Judges every item, then passes on the first unknown value that any of them, or the list itself, held. */
export function checkEach<T>(items: readonly T[], check: (item: T) => void): void {
  // by index: reading an unknown item throws, and must do so inside its own check
  checkAll(...Array.from({ length: items.length }, (_, index) => () => check(items[index] as T)));
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
