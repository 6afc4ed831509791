import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { Tier } from "../../components/five-safes";

/** How hard a rule binds at a tier: critical always, high where the data is sensitive (tier 2 and 3), the rest advises. */
export function levelAt(severity: Severity, tier: Tier): EnforcementLevel {
  if (severity === "critical") return "mandatory";
  return severity === "high" && tier >= 2 ? "mandatory" : "advisory";
}
