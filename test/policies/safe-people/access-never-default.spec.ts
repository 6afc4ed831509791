import { type Judged, unknown } from "../../../policies/judge";
import { accessNeverDefault } from "../../../policies/safe-people/access-never-default";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { entitlementMapper } from "../compliant";
import { checkerMapper, defaultRoles } from "../compliant-access";

const groups: Judged = {
  type: "keycloak:index/defaultGroups:DefaultGroups",
  name: "heart-default-groups",
  props: { realmId: "heart", groupIds: [] },
};
const hardcodedGroup: Judged = {
  type: "keycloak:index/hardcodedGroupIdentityProviderMapper:HardcodedGroupIdentityProviderMapper",
  name: "everyone",
  props: { realm: "heart", identityProviderAlias: "ls-aai", name: "all", group: "/heart/researcher" },
};
const hardcodedRole: Judged = {
  type: "keycloak:index/hardcodedRoleIdentityMapper:HardcodedRoleIdentityMapper",
  name: "everyone",
  props: { realm: "heart", identityProviderAlias: "ls-aai", name: "all", role: "project-member" },
};
const custom = (kind: string, extraConfig: unknown): Judged =>
  changed(entitlementMapper, { identityProviderMapper: kind, extraConfig });
const claims = (...values: string[]) =>
  JSON.stringify(values.map((value) => ({ key: "eduperson_entitlement", value })));
const toEveryone = (what: string) =>
  `mapper "researcher" gives "${what}" to everyone who logs in; name the entitlement that it is for`;

describe("safe-people-access-never-default", () => {
  it("holds for no groups, Keycloak's own roles, and mappers of an entitlement", async () => {
    await holds(accessNeverDefault, [
      groups,
      defaultRoles,
      changed(defaultRoles, { defaultRoles: undefined }),
      entitlementMapper,
      checkerMapper,
      custom("oidc-username-idp-mapper", { template: "x" }),
      custom("oidc-advanced-group-idp-mapper", { claims: claims("(?!)"), "are.claim.values.regex": "true" }),
    ]);
  });

  it("holds for roles that are configured to be everybody's", async () => {
    const roles = [
      changed(defaultRoles, { defaultRoles: ["reader"] }),
      changed(hardcodedRole, { role: "reader" }),
    ];
    await holds(accessNeverDefault, roles, { config: { openRoles: ["reader"] } });
  });

  it("reports default groups, also while it is unknown which", async () => {
    await reports(
      accessNeverDefault,
      [changed(groups, { groupIds: [unknown, "2f"] }), changed(groups, { groupIds: "2f" })],
      [
        'default groups "heart-default-groups" put everyone into 2 of them; remove them and add people per project',
        'default groups "heart-default-groups" put everyone into 1 of them; remove them and add people per project',
      ],
    );
  });

  it("reports default roles other than Keycloak's own", async () => {
    await reports(
      accessNeverDefault,
      [
        changed(defaultRoles, {
          defaultRoles: ["offline_access", "project-member", "realm-management/realm-admin"],
        }),
      ],
      ["project-member", "realm-management/realm-admin"].map(
        (role) =>
          `default roles "heart-realm-default-roles" give everyone the role "${role}"; remove it and grant it per project`,
      ),
    );
  });

  it("reports mappers that give to everyone by their kind", async () => {
    await reports(
      accessNeverDefault,
      [hardcodedGroup, hardcodedRole],
      [
        'mapper "all" puts everyone who logs in into a group; remove it and grant it per project',
        'mapper "all" gives everyone who logs in a role; remove it and grant it per project',
      ],
    );
  });

  const open: [string, string, Record<string, unknown>, string][] = [
    ["a hard-coded group", "oidc-hardcoded-group-idp-mapper", { group: "/heart" }, "/heart"],
    ["a hard-coded role", "oidc-hardcoded-role-idp-mapper", { role: "member" }, "member"],
    ["no claim", "oidc-advanced-group-idp-mapper", { claims: "[]", group: "/heart" }, "/heart"],
    ["claims that are no JSON", "oidc-advanced-role-idp-mapper", { claims: "all", role: "member" }, "member"],
    [
      "any value of a claim",
      "oidc-advanced-group-idp-mapper",
      { claims: claims(".*"), "are.claim.values.regex": "true", group: "/heart" },
      "/heart",
    ],
    [
      "any value of an attribute",
      "saml-advanced-group-idp-mapper",
      { attributes: claims(".+", "(?s:.*)"), "are.attribute.values.regex": "true", group: "/heart" },
      "/heart",
    ],
  ];
  for (const [name, kind, config, what] of open)
    it(`reports a custom mapper of ${name}`, async () => {
      await reports(accessNeverDefault, [custom(kind, config)], [toEveryone(what)]);
    });

  it("cannot be judged while groups, roles or mappers are unknown, and still reports the rest", async () => {
    await cannotJudge(accessNeverDefault, [changed(groups, { groupIds: unknown })], "groupIds");
    await cannotJudge(
      accessNeverDefault,
      [changed(defaultRoles, { defaultRoles: [unknown, "project-member"] })],
      "defaultRoles.0",
      [
        'default roles "heart-realm-default-roles" give everyone the role "project-member"; remove it and grant it per project',
      ],
    );
    await cannotJudge(accessNeverDefault, [changed(checkerMapper, { extraConfig: unknown })], "extraConfig");
  });
});
