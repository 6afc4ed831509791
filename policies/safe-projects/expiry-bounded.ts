import { labelKeys } from "../../components/five-safes";
import { clock, daysAfter, isDate } from "../kit/clock";
import { fiveSafes } from "../kit/five-safes";
import { labelsOf } from "../kit/labels";
import { ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";

const defaultDays = 730;

/** A permit ends, and so must what stands on it; what carries no end is forgotten. */
export const expiryBounded: ResourceRule = {
  name: "safe-projects-expiry-bounded",
  description: "A project carries the last day of its permit, which is neither past nor too far away.",
  severity: "high",
  framework: fiveSafes("safe-projects", {
    control: "P-02",
    satre: ["1.4.02"],
    also: ["TEHDAS2 OPR-5", "EHDS 73(1)(a)"],
  }),
  remediationSteps: `Set "${labelKeys.expires}" from the approved permit; renew the permit, or end the project.`,
  configSchema: {
    properties: {
      maxLifetimeDays: {
        type: "integer",
        minimum: 1,
        description: "How many days ahead the last day may be.",
        default: defaultDays,
      },
    },
  },
  validateResource: ofTypes(
    {
      "keycloak:index/group:Group": "group",
      "kubernetes:core/v1:Namespace": "namespace",
      "openstack:identity/project:Project": "project",
    },
    (kind, args, report) => {
      const { maxLifetimeDays = defaultDays } = args.getConfig<{ maxLifetimeDays?: number }>();
      const expires = labelsOf[args.type]?.(args.props)[labelKeys.expires];
      const problem = expiryProblem(expires, maxLifetimeDays);
      if (problem !== undefined) report(`${kind} "${args.name}" ${problem}`);
    },
  ),
};

function expiryProblem(expires: string | undefined, maxLifetimeDays: number): string | undefined {
  const label = `"${labelKeys.expires}"`;
  if (expires === undefined) return `carries no last day; label it ${label}: "YYYY-MM-DD"`;
  if (!isDate(expires)) return `ends on "${expires}", which is no date; write ${label} as YYYY-MM-DD`;
  const today = clock.today();
  if (expires < today) return `ended on ${expires}; renew the permit and set ${label}, or end the project`;
  const latest = daysAfter(today, maxLifetimeDays);
  return expires > latest
    ? `ends on ${expires}; the latest is ${latest} (${maxLifetimeDays} days)`
    : undefined;
}
