// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of MinIO

import { unknown } from "../../../policies/judge";
import { realmPeopleDistinct } from "../../../policies/safe-people/realm-people-distinct";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucketPolicy, policyText, rolePolicy, rolePolicyOf, workInOwn } from "../compliant";
import { realm } from "../compliant-access";

const twice = (because: string) => [
  `realm "heart" may give one e-mail address to two people, but ${because}; set duplicateEmailsAllowed to false`,
  `realm "heart" does not verify e-mail addresses, but ${because}; set verifyEmail to true`,
];
const byEmail = { ...workInOwn, Resource: ["arn:aws:s3:::heart-scratch/${jwt:email}/*"] };
const bySpelling = { ...workInOwn, Resource: ["arn:aws:s3:::heart-scratch/${JWT:Email}/*"] };
const byCondition = { ...workInOwn, Condition: { StringEquals: { "jwt:email": ["rosa@example.org"] } } };
const verified = changed(realm, { duplicateEmailsAllowed: false, verifyEmail: true });
const given = (key: string) => ({ dependencies: { [key]: [] } });

describe("safe-people-realm-people-distinct", () => {
  it("holds for shared addresses where the store tells people by the realm's id or the user name", async () => {
    const byName = { ...workInOwn, Resource: ["arn:aws:s3:::heart-scratch/${jwt:preferred_username}/*"] };
    await holds(realmPeopleDistinct, [realm, rolePolicy, bucketPolicy]);
    await holds(realmPeopleDistinct, [realm, rolePolicyOf(byName)]);
    const verifiedOnly = { ...workInOwn, Condition: { StringEquals: { "jwt:email_verified": ["true"] } } };
    await holds(realmPeopleDistinct, [realm, rolePolicyOf(verifiedOnly)]);
  });

  it("holds for addresses that are unique and verified, whatever uses them", async () => {
    const bare = changed(verified, { loginWithEmailAllowed: undefined, editUsernameAllowed: undefined });
    await holds(realmPeopleDistinct, [bare, rolePolicyOf(byEmail)]);
  });

  it("reports user names that people can change", async () => {
    for (const editUsernameAllowed of [true, "true"])
      await reports(
        realmPeopleDistinct,
        [changed(realm, { editUsernameAllowed })],
        ['realm "heart" lets people change their user names; set editUsernameAllowed to false'],
      );
  });

  for (const [name, statement] of Object.entries({ byEmail, bySpelling, byCondition }))
    it(`reports shared, unverified addresses where a policy tells people by them (${name})`, async () => {
      const because = 'the policy "spe-heart-researcher" tells people by it';
      await reports(realmPeopleDistinct, [realm, rolePolicyOf(statement)], twice(because));
    });

  it("finds the variable in a policy of any kind", async () => {
    const policy = changed(bucketPolicy, { policy: policyText(byEmail) });
    await reports(
      realmPeopleDistinct,
      [realm, policy],
      twice('the policy "heart-store-input-policy" tells people by it'),
    );
  });

  it("reports addresses by which people log in, which is Keycloak's default, or which are their names", async () => {
    for (const loginWithEmailAllowed of [true, undefined])
      await reports(
        realmPeopleDistinct,
        [changed(realm, { loginWithEmailAllowed })],
        twice("people log in by it"),
      );
    await reports(
      realmPeopleDistinct,
      [changed(realm, { registrationEmailAsUsername: "true" })],
      twice("it is the user name"),
    );
  });

  it("reports only what is missing", async () => {
    await reports(
      realmPeopleDistinct,
      [changed(verified, { verifyEmail: undefined }), rolePolicyOf(byEmail)],
      twice('the policy "spe-heart-researcher" tells people by it').slice(1),
    );
  });

  it("cannot be judged while a property is unknown, and still reports the rest", async () => {
    const pending = changed(realm, { editUsernameAllowed: unknown, loginWithEmailAllowed: true });
    await cannotJudge(
      realmPeopleDistinct,
      [{ ...pending, ...given("editUsernameAllowed") }],
      "editUsernameAllowed",
      twice("people log in by it"),
    );
    await cannotJudge(realmPeopleDistinct, [realm, changed(rolePolicy, { policy: unknown })], "policy");
  });

  it("takes a property that only the server will say for Keycloak's default", async () => {
    await holds(realmPeopleDistinct, [changed(realm, { editUsernameAllowed: unknown })]);
  });
});
