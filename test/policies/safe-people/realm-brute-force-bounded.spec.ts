import { type Judged, unknown } from "../../../policies/judge";
import { field } from "../../../policies/kit/field";
import { realmBruteForceBounded } from "../../../policies/safe-people/realm-brute-force-bounded";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { realm } from "../compliant-access";

const detection = field(realm.props, "securityDefenses", "bruteForceDetection") as object;
const detecting = (changes: Record<string, unknown>): Judged =>
  changed(realm, { securityDefenses: { bruteForceDetection: { ...detection, ...changes } } });
const forEver = 'realm "heart" lets passwords be guessed for ever; set securityDefenses.bruteForceDetection';

describe("safe-people-realm-brute-force-bounded", () => {
  it("holds for ten failures or fewer, by the provider's waits too", async () => {
    await holds(realmBruteForceBounded, [
      realm,
      detecting({ maxLoginFailures: "5" }),
      detecting({ waitIncrementSeconds: undefined, maxFailureWaitSeconds: undefined }),
      detecting({ permanentLockout: true, waitIncrementSeconds: 0 }),
    ]);
  });

  it("holds for as many as are configured", async () => {
    await holds(realmBruteForceBounded, [detecting({ maxLoginFailures: 20 })], {
      config: { maxLoginFailures: 20 },
    });
  });

  it("reports a realm without detection, which is off in a new one", async () => {
    for (const securityDefenses of [
      undefined,
      {},
      { headers: {} },
      { bruteForceDetection: null },
      "on",
      true,
    ])
      await reports(realmBruteForceBounded, [changed(realm, { securityDefenses })], [forEver]);
  });

  for (const [maxLoginFailures, found] of [
    [11, "11"],
    [0, "0"],
    [undefined, "the provider's 30"],
    ["many", "many"],
  ])
    it(`reports ${found} failures before a lock`, async () => {
      await reports(
        realmBruteForceBounded,
        [detecting({ maxLoginFailures })],
        [`realm "heart" takes ${found} failed logins before it locks; set maxLoginFailures to 1 to 10`],
      );
    });

  for (const key of ["waitIncrementSeconds", "maxFailureWaitSeconds", "failureResetTimeSeconds"])
    it(`reports a ${key} of nothing`, async () => {
      await reports(
        realmBruteForceBounded,
        [detecting({ [key]: 0 })],
        [`realm "heart" locks for no time: ${key} is 0; set it above 0`],
      );
    });

  it("cannot be judged while a part is unknown, and still reports the rest", async () => {
    await cannotJudge(
      realmBruteForceBounded,
      [detecting({ maxLoginFailures: unknown, waitIncrementSeconds: 0 })],
      "securityDefenses.bruteForceDetection.maxLoginFailures",
      ['realm "heart" locks for no time: waitIncrementSeconds is 0; set it above 0'],
    );
  });
});
