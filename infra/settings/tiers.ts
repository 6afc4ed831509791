import type { BucketRole, Tier } from "../../components/five-safes";

/** One value for each tier, 0 to 3. */
export type ByTier<T> = readonly [T, T, T, T];

/** The value for a tier. */
export const forTier = <T>(values: ByTier<T>, tier: Tier): T => values[tier];

/**
 * What a login lasts at most. The bounds from tier 2 are those of the policy pack (U-07); a token's bound is also how
 * long a withdrawn right can still buy credentials of the object store, so it never exceeds their hour.
 */
export const sessionLimits = {
  tokenMinutes: [60, 60, 15, 15],
  idleMinutes: [120, 60, 30, 30],
  maxHours: [24, 12, 12, 12],
} as const satisfies Record<string, ByTier<number>>;

/** What a login lasts when nothing is said. */
export const sessionDefaults = {
  tokenMinutes: [15, 15, 10, 5],
  idleMinutes: [60, 30, 30, 15],
  maxHours: [12, 10, 8, 4],
} as const satisfies Record<string, ByTier<number>>;

/** Second factor when nothing is said. */
export const secondFactorDefaults = [
  { by: "none" },
  { by: "none" },
  { by: "realm" },
  { by: "realm" },
] as const satisfies ByTier<{ by: string }>;

/** From this tier on, `none` is refused as second factor (SATRE 3.2.04). */
export const secondFactorFrom: Tier = 2;

/** Days that login events are kept when nothing is said; EHDS Article 73(1)(e) asks for a year at least. */
export const eventsDaysDefaults: ByTier<number> = [365, 365, 730, 1095];

/** Fewest days that login events are kept. */
export const eventsDaysMinimum = 365;

/** From this tier on, the address ranges that reach the object store must be named. */
export const sourceRangesFrom: Tier = 3;

/** From this tier on, prefixes go by subject and listings hide them: a user name can be freed and taken by somebody else. */
export const hiddenPrefixesFrom: Tier = 3;

/** Days before an object of a locked bucket may be deleted: what holds when nothing is said, and the fewest allowed. */
export const retention = {
  "egress-request": { days: [30, 30, 90, 180], fewest: [1, 1, 30, 30] },
  release: { days: [30, 90, 365, 730], fewest: [1, 30, 90, 365] },
  audit: { days: [365, 365, 730, 1095], fewest: [365, 365, 365, 730] },
} as const satisfies Partial<Record<BucketRole, { days: ByTier<number>; fewest: ByTier<number> }>>;

/** A role whose buckets are locked: what is in them proves what was asked for, released and done. */
export type LockedRole = keyof typeof retention;

/** Whether a role's buckets are locked, and so keep their objects for some days. */
export const isLocked = (role: BucketRole): role is LockedRole => role in retention;
