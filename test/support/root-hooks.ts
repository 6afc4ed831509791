/** What mocha does before the first test and after the last: set-up with its progress, and taking the test sandbox away. */
import { ensurePrograms } from "../../sandbox/up";
import { takeDownTestSandbox } from "./test-sandbox";

/** Both commands of the README start with the set-up; with everything in the cache it takes a moment. */
export async function mochaGlobalSetup(): Promise<void> {
  await ensurePrograms();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await takeDownTestSandbox();
}
