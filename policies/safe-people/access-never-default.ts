import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { customMapperType, givesToEveryone, readGroupMapper } from "../kit/group-mapper";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** Roles that Keycloak gives everybody by itself and that lead to no data. */
const defaultRoles = [
  "offline_access",
  "uma_authorization",
  "account/manage-account",
  "account/view-profile",
];

interface Judged {
  args: ResourceValidationArgs;
  /** Roles that everybody may have. */
  openRoles: string[];
  report: ReportViolation;
}

const mend = "remove it and grant it per project";

/** What everybody gets, the person gets whom nobody decided on. */
export const accessNeverDefault: ResourceRule = {
  name: "safe-people-access-never-default",
  description: "No group and no role that leads to data is given to everyone who logs in.",
  severity: "critical",
  framework: fiveSafes("safe-people", {
    control: "U-22",
    satre: ["1.5.04", "3.2.03"],
    also: ["EHDS 73(1)(d)"],
  }),
  remediationSteps:
    "Remove default groups, default roles and hard-coded mappers; grant by entitlement, per project.",
  configSchema: {
    properties: {
      openRoles: {
        type: "array",
        items: { type: "string" },
        description: "Roles that everybody may have, since they lead to no data.",
        default: defaultRoles,
      },
    },
  },
  validateResource: ofTypes<(judged: Judged) => void>(
    {
      "keycloak:index/defaultGroups:DefaultGroups": judgeDefaultGroups,
      "keycloak:index/defaultRoles:DefaultRoles": judgeDefaultRoles,
      "keycloak:index/hardcodedGroupIdentityProviderMapper:HardcodedGroupIdentityProviderMapper": ({
        args,
        report,
      }) => report(`${mapperName(args)} puts everyone who logs in into a group; ${mend}`),
      "keycloak:index/hardcodedRoleIdentityMapper:HardcodedRoleIdentityMapper": ({
        args,
        openRoles,
        report,
      }) => {
        if (!openRoles.includes(String(args.props.role)))
          report(`${mapperName(args)} gives everyone who logs in a role; ${mend}`);
      },
      [customMapperType]: judgeCustomMapper,
    },
    (judge, args, report) => {
      const { openRoles = defaultRoles } = args.getConfig<{ openRoles?: string[] }>();
      judge({ args, openRoles, report });
    },
  ),
};

const mapperName = (args: ResourceValidationArgs): string => `mapper "${nameOf(args, "name")}"`;

function judgeDefaultGroups({ args, report }: Judged): void {
  const count = asList(args.props.groupIds).length;
  if (count > 0)
    report(
      `default groups "${args.name}" put everyone into ${count} of them; remove them and add people per project`,
    );
}

function judgeDefaultRoles({ args, openRoles, report }: Judged): void {
  checkEach(asList(args.props.defaultRoles), (role) => {
    if (!openRoles.includes(String(role)))
      report(`default roles "${args.name}" give everyone the role "${role}"; ${mend}`);
  });
}

function judgeCustomMapper({ args, openRoles, report }: Judged): void {
  const mapper = readGroupMapper(args);
  if (mapper === undefined || !givesToEveryone(mapper) || openRoles.includes(mapper.gives)) return;
  report(
    `${mapperName(args)} gives "${mapper.gives}" to everyone who logs in; name the entitlement that it is for`,
  );
}
