import {
  type ByTier,
  eventsDaysDefaults,
  eventsDaysMinimum,
  hiddenPrefixesFrom,
  retention,
  secondFactorDefaults,
  secondFactorFrom,
  sessionDefaults,
  sessionLimits,
  sourceRangesFrom,
} from "../tiers";
import { code, table } from "./markdown";

const tiers = [0, 1, 2, 3] as const;

/** What the tier decides: one line a setting, one column a tier; defaults first, then the limit. */
export function tierTable(): string {
  return table(
    ["Setting", ...tiers.map((tier) => `Tier ${tier}`)],
    [
      [
        code("identity.secondFactor"),
        ...tiers.map(
          (tier) => `${secondFactorDefaults[tier].by}${tier >= secondFactorFrom ? "; none is refused" : ""}`,
        ),
      ],
      ...Object.entries(sessionDefaults).map(([name, values]) =>
        line(
          code(`identity.sessions.${name}`),
          values,
          sessionLimits[name as keyof typeof sessionLimits],
          "at most",
        ),
      ),
      line(code("identity.eventsDays"), eventsDaysDefaults, evenly(eventsDaysMinimum), "at least"),
      [
        code("site.sourceRanges"),
        ...tiers.map((tier) => (tier >= sourceRangesFrom ? "at least one range" : "any address")),
      ],
      ...Object.entries(retention).map(([role, { days, fewest }]) =>
        line(`${code("retentionDays")} of ${role}`, days, fewest, "at least"),
      ),
      [
        code("storage.prefix"),
        ...tiers.map((tier) => `subject${tier >= hiddenPrefixesFrom ? "; user-name is refused" : ""}`),
      ],
      [
        code("storage.listNames"),
        ...tiers.map((tier) => `false${tier >= hiddenPrefixesFrom ? "; true is refused" : ""}`),
      ],
    ],
  );
}

const line = (name: string, values: ByTier<number>, limits: ByTier<number>, limit: string): string[] => [
  name,
  ...tiers.map((tier) => `${values[tier]} (${limit} ${limits[tier]})`),
];

const evenly = <T>(value: T): ByTier<T> => [value, value, value, value];
