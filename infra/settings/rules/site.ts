import { sourceRangesFrom } from "../tiers";
import type { Rule } from "./rule";

const rangesAreNamed: Rule = ({ project, site }) =>
  project?.tier !== undefined &&
  project.tier >= sourceRangesFrom &&
  site?.sourceRanges?.length === 0 &&
  !("serversStack" in site)
    ? [
        {
          path: "site.sourceRanges",
          found: "no range",
          allowed: `at tier ${project.tier}, the ranges from which people reach the object store: at least one`,
          example: "[192.0.2.0/24]",
        },
      ]
    : [];

/** Rules of the section `site`. */
export const siteRules: Rule[] = [rangesAreNamed];
