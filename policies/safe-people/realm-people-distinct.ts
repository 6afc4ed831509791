import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { isGiven } from "../kit/given";
import { decisive } from "../kit/holds-for-any";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";
import { isOn, mayBeOn } from "../kit/value";

/** Policies of the object store tell people by names and addresses: who can take another person's has that person's data. */
export const realmPeopleDistinct: StackRule = {
  name: "safe-people-realm-people-distinct",
  description:
    "Nobody can take the name of another person, nor the e-mail address where people are told by it.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-03",
    satre: ["1.5.06", "3.2.01"],
    also: ["MinIO OpenID policy variables"],
  }),
  remediationSteps:
    "Set editUsernameAllowed to false; tell people by the variable jwt:sub, or set duplicateEmailsAllowed to false and verifyEmail to true.",
  validateStack: ({ resources }, report) => {
    const policies = resources.filter(({ type, props }) => type.startsWith("minio:") && "policy" in props);
    const policy = decisive(policies, tellsByEmail);
    checkEach(resourcesOfType(resources, "keycloak:index/realm:Realm"), (realm) =>
      checkRealm(realm, policy, report),
    );
  },
};

const tellsByEmail = ({ props }: PolicyResource): boolean => /jwt:email\b/i.test(String(props.policy));

/**
 * Judges a realm.
 * @param policy of those of the object store, one that tells people by their e-mail address, or may
 */
function checkRealm(
  realm: PolicyResource,
  policy: PolicyResource | undefined,
  report: ReportViolation,
): void {
  const refuse = (problem: string): void => report(`realm "${nameOf(realm, "realm")}" ${problem}`, realm.urn);
  checkAll(
    () => {
      if (mayBeOn(settingOf(realm, "editUsernameAllowed")))
        refuse("lets people change their user names; set editUsernameAllowed to false");
    },
    () => {
      const uses = usesOfEmail(realm, policy);
      const use = uses.find(({ holds }) => ifKnown(holds));
      // where none is known to hold, one that cannot be told must be heard of
      if (use === undefined) return checkEach(uses, ({ holds }) => void holds());
      checkAll(
        () => {
          if (mayBeOn(settingOf(realm, "duplicateEmailsAllowed")))
            refuse(
              `may give one e-mail address to two people, but ${use.says}; set duplicateEmailsAllowed to false`,
            );
        },
        () => {
          if (!isOn(settingOf(realm, "verifyEmail")))
            refuse(`does not verify e-mail addresses, but ${use.says}; set verifyEmail to true`);
        },
      );
    },
  );
}

/** What tells people by their e-mail address, if it holds. */
function usesOfEmail(
  realm: PolicyResource,
  policy: PolicyResource | undefined,
): { says: string; holds: () => boolean }[] {
  return [
    { says: "people log in by it", holds: () => mayBeOn(settingOf(realm, "loginWithEmailAllowed")) },
    { says: "it is the user name", holds: () => mayBeOn(settingOf(realm, "registrationEmailAsUsername")) },
    ...(policy === undefined
      ? []
      : [
          {
            says: `the policy "${nameOf(policy, "name")}" tells people by it`,
            holds: () => tellsByEmail(policy),
          },
        ]),
  ];
}

/** What a realm has for a property; Keycloak's own default where the program says nothing. */
const settingOf = (realm: PolicyResource, key: string): unknown =>
  isGiven(realm, key) ? realm.props[key] : key === "loginWithEmailAllowed";
