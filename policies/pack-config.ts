import type { PolicyPackConfig } from "@pulumi/policy";
import type { Tier } from "../components/five-safes";
import type { Exemption } from "./kit/exemption";
import { levelAt } from "./kit/level";
import { rules } from "./rules";

/** What the pack must know about an environment; parameters carry the names they have in the rules' schemas. */
export interface PackFacts {
  /** Id of the project, for example `heart`. */
  project: string;
  /** Tier of the project; decides which rules are mandatory. */
  tier: Tier;
  /**
   * Issuers that may vouch for people.
   * @default the Life Science login
   */
  issuers?: string[];
  /**
   * Claim that carries entitlements.
   * @default "eduperson_entitlement"
   */
  claim?: string;
  /**
   * How many days ahead the last day of a permit may be.
   * @default 730
   */
  maxLifetimeDays?: number;
  /**
   * Rules that need not hold for certain resources, for a time.
   * @default none
   */
  exemptions?: Exemption[];
}

/** The pack's configuration for an environment, as `--policy-pack-config` takes it: each rule's level and parameters. */
export function packConfig({ tier, exemptions = [], ...parameters }: PackFacts): PolicyPackConfig {
  return Object.fromEntries(
    rules.map(({ name, severity, framework, configSchema }) => {
      const own = Object.entries(parameters).filter(
        ([key, value]) => value !== undefined && key in (configSchema?.properties ?? {}),
      );
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
