import type { Severity } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { clock, daysAfter, isDate } from "./clock";
import { matchesPattern } from "./pattern";

/** A decision of people that a rule need not hold for a resource, for a time. */
export interface Exemption {
  /** Id of the rule, for example `safe-data-bucket-versioned`. */
  rule: string;
  /** URN of the resource; `*` before its name stands for any text, for example `urn:pulumi:trial::spe::*::heart-input`. */
  urn: string;
  /** Why the rule need not hold. */
  reason: string;
  /** Who decided it: two people where the rule is critical. */
  approvers: string[];
  /** Last day on which it counts, ISO date, at most 180 days ahead. */
  expires: string;
}

/** Longest life of an exemption, in days: one that is needed for longer is decided again. */
export const maxExemptionDays = 180;

/** Exemptions in a rule's configuration; their days and names are judged by a rule of its own (G-01). */
export const exemptionSchema: PolicyConfigJSONSchema = {
  type: "array",
  description: "Resources for which the rule need not hold, for a time.",
  default: [],
  items: {
    type: "object",
    required: ["rule", "urn", "reason", "approvers", "expires"],
    additionalProperties: false,
    properties: {
      rule: { type: "string" },
      urn: { type: "string" },
      reason: { type: "string" },
      approvers: { type: "array", items: { type: "string" } },
      expires: { type: "string" },
    },
  },
};

/**
 * What is wrong with an exemption today, with how to mend it, or undefined where it is in force.
 * @param severity of the rule that it is for; undefined where there is no such rule
 */
export function exemptionProblem(
  exemption: Exemption,
  severity: Severity | undefined,
  today = clock.today(),
): string | undefined {
  const blank = (["rule", "urn", "reason", "expires"] as const).find((key) => isBlank(exemption[key]));
  if (blank !== undefined) return `has no ${blank}; write it down`;
  const { urn, approvers, expires } = exemption;
  if (isWide(urn)) return "is for more than one resource; write out the name after the last ::";
  if (!Array.isArray(approvers) || approvers.length === 0 || approvers.some(isBlank))
    return "has no approver; name who decided it";
  if (severity === "critical" && peopleOf(approvers).size < 2)
    return "is from a critical rule and has one approver; name a second person who decided it";
  if (!isDate(expires)) return `expires on "${expires}"; give a date as YYYY-MM-DD`;
  if (expires < today) return `expired on ${expires}; mend the resource, or have it decided again`;
  const latest = daysAfter(today, maxExemptionDays);
  return expires > latest
    ? `expires on ${expires}; the latest is ${latest} (${maxExemptionDays} days)`
    : undefined;
}

/** How messages call an exemption. */
export const exemptionName = ({ rule, urn }: Exemption): string => `exemption of "${urn}" from ${rule}`;

/** Whether an exemption is for a resource. */
export const isFor = ({ urn }: Exemption, resource: string): boolean => matchesPattern(urn, resource);

/** Whether a pattern leaves the name of the resource open, which comes last in a URN. */
const isWide = (urn: string): boolean => /[*?]/.test(urn.split("::").at(-1) ?? "");

const peopleOf = (approvers: readonly string[]): Set<string> =>
  new Set(approvers.map((approver) => approver.trim().toLowerCase()));

const isBlank = (value: unknown): boolean => typeof value !== "string" || value.trim() === "";
