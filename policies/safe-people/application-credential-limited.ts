import type { ApplicationCredentialArgs } from "@pulumi/openstack/identity";
import { clock, daysAfter } from "../kit/clock";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList, mayBeOn } from "../kit/value";

const maxDays = 365;

/** A machine's credential is copied to wherever the machine is, and whoever finds it acts with its owner's rights. */
export const applicationCredentialLimited: ResourceRule = {
  name: "safe-people-application-credential-limited",
  description:
    "An application credential makes no other, ends within a year, has no role of an administrator and lists what it may call.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-26",
    satre: ["2.8.05"],
    also: [
      "cnspec app-credentials-restricted",
      "cnspec app-credentials-have-expiry",
      "cnspec app-credentials-no-admin",
    ],
  }),
  remediationSteps: "Remove unrestricted; set expiresAt, roles and accessRules.",
  validateResource: ofType<ApplicationCredentialArgs>(
    "openstack:identity/applicationCredential:ApplicationCredential",
    (props, args, report) => {
      const refuse = (problem: string): void =>
        report(`application credential "${nameOf(args, "name")}" ${problem}`);
      checkAll(
        () => {
          if (mayBeOn(props.unrestricted)) refuse("may make other credentials; remove unrestricted");
        },
        () => {
          const problem = expiryProblem(props.expiresAt);
          if (problem !== undefined) refuse(problem);
        },
        () => {
          const roles = asList(props.roles);
          if (roles.length === 0) refuse("has all roles of its owner; list those it needs in roles");
          checkEach(roles, (role) => {
            if (/admin/i.test(String(role))) refuse(`has the role "${role}"; list only roles that it needs`);
          });
        },
        () => {
          if (asList(props.accessRules).length === 0)
            refuse("may call everything; list the calls it needs in accessRules");
        },
      );
    },
  ),
};

function expiryProblem(expiresAt: unknown): string | undefined {
  if (expiresAt === undefined || expiresAt === null || expiresAt === "") return "never ends; set expiresAt";
  const end = new Date(String(expiresAt));
  if (Number.isNaN(end.getTime()))
    return `ends at "${expiresAt}", which is no time; write expiresAt as 2027-06-30T00:00:00Z`;
  const day = end.toISOString().slice(0, 10);
  const latest = daysAfter(clock.today(), maxDays);
  return day > latest ? `ends on ${day}; the latest is ${latest} (${maxDays} days)` : undefined;
}
