import type { PolicyPackConfig } from "@pulumi/policy";
import type { Tier } from "../components/five-safes";
import type { Exemption } from "./kit/exemption";
import { levelAt } from "./kit/level";
import { rules } from "./rules";

/** What the pack must know about an environment. */
export interface PackFacts {
  /** Id of the project, for example `heart`. */
  project: string;
  /** Tier of the project; decides which rules are mandatory. */
  tier: Tier;
  /**
   * Other parameters of rules, by the names that they have in the rules' schemas (docs/five-safes.md): `issuers`,
   * `registries`, `maxLifetimeDays`, …
   * @default those of the schemas
   */
  parameters?: Record<string, unknown>;
  /**
   * Rules that need not hold for certain resources, for a time.
   * @default none
   */
  exemptions?: Exemption[];
}

/**
 * The pack's configuration for an environment, as `--policy-pack-config` takes it: each rule's level and parameters.
 * @throws Error for a parameter that no rule takes
 */
export function packConfig({ project, tier, parameters = {}, exemptions = [] }: PackFacts): PolicyPackConfig {
  const given = { project, tier, ...parameters };
  refuseUnknown(Object.keys(parameters));
  return Object.fromEntries(
    rules.map(({ name, severity, framework, configSchema }) => {
      const own = Object.entries(given).filter(([key]) => key in (configSchema?.properties ?? {}));
      // the rules about exemptions get all of them, those for misspelt rules too
      const relevant = exemptions.filter(({ rule }) => rule === name || framework.reference === "G-01");
      return [
        name,
        {
          enforcementLevel: levelAt(severity, tier),
          ...Object.fromEntries(own),
          ...(relevant.length > 0 ? { exemptions: relevant } : {}),
        },
      ];
    }),
  );
}

function refuseUnknown(parameters: string[]): void {
  const known = new Set(rules.flatMap(({ configSchema }) => Object.keys(configSchema?.properties ?? {})));
  const unknown = parameters.filter((key) => !known.has(key));
  if (unknown.length === 0) return;
  const takes = [...known].filter((key) => key !== "exemptions").sort();
  throw new Error(`no rule takes the parameter ${unknown.join(", ")}; rules take ${takes.join(", ")}`);
}
