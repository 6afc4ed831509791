import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Tier } from "../../../components/five-safes";
import type { Upstream } from "../../../components/identity/broker";
import { ResearchRealm, type ResearchRealmArgs } from "../../../components/identity/research-realm";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";

const oidc = "https://login.aai.lifescience-ri.eu/oidc/";
const upstream: Upstream = {
  alias: "ls-aai",
  displayName: "LS Login",
  issuer: oidc,
  authorizationUrl: `${oidc}authorize`,
  tokenUrl: `${oidc}token`,
  userInfoUrl: `${oidc}userinfo`,
  jwksUrl: `${oidc}jwk`,
  clientId: "4071",
  scopes: ["openid", "profile", "email", "eduperson_entitlement"],
};

const args = (changes: Partial<ResearchRealmArgs> = {}, tier: Tier = 1): ResearchRealmArgs => ({
  project: {
    id: "heart",
    tier,
    expires: "2027-12-31",
    permit: "EHDS-2026-0042",
    manager: "mona@example.org",
  },
  title: "Heart failure cohort",
  keycloakUrl: "https://login.example.org",
  administration: { adminRealm: "master", clientId: "spe-provisioner", clientSecret: "provisioner-secret" },
  upstream,
  upstreamClientSecret: "upstream-secret",
  groups: [{ entitlement: "urn:x-1:1:group:heart#aai", role: "researcher", includeSubgroups: false }],
  secondFactor: { by: "none" },
  sessions: { tokenMinutes: 15, idleMinutes: 30, maxHours: 8 },
  eventsDays: 400,
  ...changes,
});

/** What a realm registers, against a mocked engine: the wiring, nothing about how a server takes it. */
const build = (given: ResearchRealmArgs): Promise<Recorded[]> =>
  recordResources(() => {
    new ResearchRealm("heart", given);
  });

const named = (all: Recorded[], name: string, type = ""): Recorded => {
  const found = all.find((it) => it.name === name && it.type.includes(type));
  assert.ok(found, `${name} was not registered`);
  return found;
};

const labels = (role: string, tier = "1") => ({
  "spe.project": "heart",
  "spe.tier": tier,
  "spe.role": role,
  "spe.expires": "2027-12-31",
  "spe.permit": "EHDS-2026-0042",
  "spe.manager": "mona@example.org",
});

const refusal = (flow: string, reason: string): [string, string][] => [
  ["authentication/subflow:Subflow", `heart-${flow}-${reason}`],
  ["authentication/execution:Execution", `heart-${flow}-${reason}-condition`],
  ["authentication/executionConfig:ExecutionConfig", `heart-${flow}-${reason}-condition-config`],
  ["authentication/execution:Execution", `heart-${flow}-${reason}-deny`],
  ["authentication/executionConfig:ExecutionConfig", `heart-${flow}-${reason}-deny-config`],
];

const children: [string, string][] = [
  ["index/realm:Realm", "heart"],
  ["index/realmEvents:RealmEvents", "heart-events"],
  ["index/defaultRoles:DefaultRoles", "heart-default-roles"],
  ["index/realmUserProfile:RealmUserProfile", "heart-profile"],
  ["index/role:Role", "heart-member"],
  ["index/group:Group", "heart-group"],
  ["index/groupRoles:GroupRoles", "heart-group-roles"],
  ["index/group:Group", "heart-group-researcher"],
  ["index/group:Group", "heart-group-checker"],
  ["index/group:Group", "heart-group-manager"],
  ["authentication/flow:Flow", "heart-first-login"],
  ["authentication/execution:Execution", "heart-first-login-create"],
  ["authentication/flow:Flow", "heart-post-login"],
  ...refusal("post-login", "no-project"),
  ...refusal("post-login", "user-name"),
  ["authentication/execution:Execution", "heart-post-login-allow"],
  ["authentication/flow:Flow", "heart-browser"],
  ["authentication/subflow:Subflow", "heart-browser-entry"],
  ["authentication/execution:Execution", "heart-browser-cookie"],
  ["authentication/execution:Execution", "heart-browser-upstream"],
  ["authentication/executionConfig:ExecutionConfig", "heart-browser-upstream-config"],
  ...refusal("browser", "no-project"),
  ...refusal("browser", "user-name"),
  ["authentication/flow:Flow", "heart-closed"],
  ["authentication/execution:Execution", "heart-closed-deny"],
  ["authentication/executionConfig:ExecutionConfig", "heart-closed-deny-config"],
  ["oidc/identityProvider:IdentityProvider", "heart-ls-aai"],
  ["index/customIdentityProviderMapping:CustomIdentityProviderMapping", "heart-from-upstream-user-name"],
  ["index/customIdentityProviderMapping:CustomIdentityProviderMapping", "heart-from-upstream-lsaai_sub"],
  [
    "index/customIdentityProviderMapping:CustomIdentityProviderMapping",
    "heart-from-upstream-lsaai_entitlement",
  ],
  [
    "index/customIdentityProviderMapping:CustomIdentityProviderMapping",
    "heart-from-upstream-lsaai_assurance",
  ],
  ["index/customIdentityProviderMapping:CustomIdentityProviderMapping", "heart-from-upstream-researcher"],
  ["index/customIdentityProviderMapping:CustomIdentityProviderMapping", "heart-from-upstream-checker"],
  ["index/customIdentityProviderMapping:CustomIdentityProviderMapping", "heart-from-upstream-manager"],
  ["authentication/bindings:Bindings", "heart-bindings"],
];

const namesOf = (all: Recorded[]): string[] => all.map(({ type, name }) => `${type} ${name}`).sort();
const expected = (list: [string, string][]): string[] =>
  [
    "spe:identity:ResearchRealm heart",
    "pulumi-nodejs:dynamic/identity:FlowOrder heart-browser-order",
    ...list.map(([type, name]) => `keycloak:${type} ${name}`),
  ].sort();

describe("a research realm", () => {
  it("is made of exactly these parts, well built", async () => {
    const all = await build(args());
    assert.deepEqual(namesOf(all), expected(children));
    assertWellBuilt(all);
    for (const it of all.slice(1)) assert.equal(it.parent, "heart", it.name);
  });

  it("orders the browser flow by the client that made it: who somebody is comes before any refusal", async () => {
    const order = named(await build(args()), "heart-browser-order");
    const { __provider, parts, ...inputs } = order.inputs;
    assert.deepEqual(inputs, {
      url: "https://login.example.org",
      adminRealm: "master",
      clientId: "spe-provisioner",
      clientSecret: "provisioner-secret",
      ca: "",
      realm: "heart",
      flow: "spe browser",
      first: "spe browser-entry",
    });
    assert.ok((parts as string[]).length > 3, String(parts));
    assert.ok(order.secrets.includes("clientSecret"));
  });

  it("has everything inside it deleted with it, and nothing else protected", async () => {
    for (const { name, type, opts } of (await build(args())).slice(1)) {
      const isRealm = type === "keycloak:index/realm:Realm";
      assert.equal(opts.protect, isRealm ? true : undefined, name);
      assert.equal(opts.deletedWith === undefined, isRealm, name);
    }
  });

  it("is not protected when its settings say so", async () => {
    assert.equal(named(await build(args({ protect: false })), "heart", "index/realm").opts.protect, false);
  });

  it("lets nobody in but by its broker", async () => {
    const { inputs } = named(await build(args()), "heart", "index/realm");
    assert.deepEqual(inputs, {
      realm: "heart",
      displayName: "Heart failure cohort",
      enabled: true,
      attributes: labels("realm"),
      sslRequired: "all",
      registrationAllowed: false,
      registrationEmailAsUsername: false,
      resetPasswordAllowed: false,
      rememberMe: false,
      verifyEmail: false,
      loginWithEmailAllowed: false,
      duplicateEmailsAllowed: true,
      editUsernameAllowed: false,
      userManagedAccess: false,
      passwordPolicy: "length(14) and notUsername and notEmail",
      defaultSignatureAlgorithm: "RS256",
      accessTokenLifespan: "15m",
      ssoSessionIdleTimeout: "30m",
      ssoSessionMaxLifespan: "8h",
      offlineSessionMaxLifespanEnabled: true,
      offlineSessionMaxLifespan: "8h",
      revokeRefreshToken: true,
      refreshTokenMaxReuse: 0,
      otpPolicy: {
        type: "totp",
        algorithm: "HmacSHA1",
        digits: 6,
        period: 30,
        lookAheadWindow: 1,
        initialCounter: 0,
      },
      securityDefenses: {
        headers: {
          xFrameOptions: "DENY",
          contentSecurityPolicy: "frame-src 'self'; frame-ancestors 'none'; object-src 'none';",
          contentSecurityPolicyReportOnly: "",
          xContentTypeOptions: "nosniff",
          xRobotsTag: "none",
          xXssProtection: "1; mode=block",
          strictTransportSecurity: "max-age=31536000; includeSubDomains",
          referrerPolicy: "no-referrer",
        },
        bruteForceDetection: {
          permanentLockout: false,
          maxLoginFailures: 10,
          waitIncrementSeconds: 300,
          quickLoginCheckMilliSeconds: 0,
          minimumQuickLoginWaitSeconds: 60,
          maxFailureWaitSeconds: 3600,
          failureResetTimeSeconds: 43_200,
        },
      },
    });
    const bindings = named(await build(args()), "heart-bindings");
    assert.deepEqual(bindings.inputs, {
      realmId: "heart",
      browserFlow: "spe closed",
      directGrantFlow: "spe closed",
    });
  });

  it("keeps a locked account locked at tier 3 and for a time below", async () => {
    for (const tier of [0, 1, 2, 3] as const) {
      const all = await build(args({ secondFactor: { by: "realm" } }, tier));
      const { securityDefenses } = named(all, "heart", "index/realm").inputs as {
        securityDefenses: { bruteForceDetection: { permanentLockout: boolean } };
      };
      assert.equal(securityDefenses.bruteForceDetection.permanentLockout, tier === 3, `tier ${tier}`);
    }
  });

  it("records every event and keeps it as long as it is told", async () => {
    assert.deepEqual(named(await build(args()), "heart-events").inputs, {
      realmId: "heart",
      eventsEnabled: true,
      eventsExpiration: 34_560_000,
      eventsListeners: ["jboss-logging"],
      adminEventsEnabled: true,
      adminEventsDetailsEnabled: true,
    });
  });

  it("gives nobody a role for nothing", async () => {
    const { inputs } = named(await build(args()), "heart-default-roles");
    assert.deepEqual(inputs, { realmId: "heart", defaultRoles: [] });
  });

  it("checks the upstream's signatures, asks with PKCE and takes over every change", async () => {
    const broker = named(await build(args()), "heart-ls-aai");
    assert.deepEqual(broker.inputs, {
      realm: "heart",
      alias: "ls-aai",
      displayName: "LS Login",
      enabled: true,
      issuer: oidc,
      authorizationUrl: `${oidc}authorize`,
      tokenUrl: `${oidc}token`,
      userInfoUrl: `${oidc}userinfo`,
      jwksUrl: `${oidc}jwk`,
      clientId: "4071",
      clientSecret: "upstream-secret",
      defaultScopes: "openid profile email eduperson_entitlement",
      validateSignature: true,
      disableUserInfo: false,
      backchannelSupported: false,
      syncMode: "FORCE",
      trustEmail: true,
      storeToken: false,
      addReadTokenRoleOnCreate: false,
      acceptsPromptNoneForwardFromClient: false,
      firstBrokerLoginFlowAlias: "spe first-login",
      postBrokerLoginFlowAlias: "spe post-login",
      extraConfig: { clientAuthMethod: "client_secret_basic", pkceEnabled: "true", pkceMethod: "S256" },
    });
    assert.deepEqual(broker.secrets, ["clientSecret"]);
  });

  it("makes members of those with the entitlement, and takes the group from those without", async () => {
    const all = await build(args());
    const mapper = (role: string) => named(all, `heart-from-upstream-${role}`).inputs.extraConfig;
    const config = (value: string, group: string) => ({
      syncMode: "FORCE",
      claims: JSON.stringify([{ key: "eduperson_entitlement", value }]),
      "are.claim.values.regex": "true",
      group,
    });
    assert.deepEqual(
      mapper("researcher"),
      config("[uU][rR][nN]:[xX]-1:1:group:heart#aai", "/heart/researcher"),
    );
    assert.deepEqual(mapper("checker"), config("(?!)", "/heart/checker"));
    assert.deepEqual(mapper("manager"), config("(?!)", "/heart/manager"));
  });

  it("labels realm and groups", async () => {
    const all = await build(args());
    assert.deepEqual(named(all, "heart-group").inputs.attributes, labels("project"));
    for (const role of ["researcher", "checker", "manager"])
      assert.deepEqual(named(all, `heart-group-${role}`).inputs, {
        realmId: "heart",
        parentId: "heart-group-id",
        name: role,
        attributes: labels(role),
      });
  });

  it("asks for a one-time password last, when it is the realm's to ask", async () => {
    const all = await build(args({ secondFactor: { by: "realm" } }, 2));
    assert.deepEqual(
      namesOf(all),
      expected([...children, ["authentication/execution:Execution", "heart-post-login-otp"]]),
    );
    const otp = named(all, "heart-post-login-otp");
    assert.deepEqual(otp.inputs, {
      realmId: "heart",
      parentFlowAlias: "spe post-login",
      authenticator: "auth-otp-form",
      requirement: "REQUIRED",
    });
  });

  it("refuses people without the upstream's second factor, also those with an open session", async () => {
    const value = "https://refeds.org/profile/mfa";
    const all = await build(args({ secondFactor: { by: "upstream", claim: "acr", value } }, 2));
    const more = [...refusal("post-login", "second-factor"), ...refusal("browser", "second-factor")];
    assert.deepEqual(namesOf(all), expected([...children, ...more]));
    const { extraConfig } = named(all, "heart-from-upstream-lsaai_assurance").inputs;
    assert.deepEqual(extraConfig, { syncMode: "FORCE", claim: "acr", "user.attribute": "lsaai_assurance" });
  });

  it("hands out its addresses", async () => {
    let given: unknown;
    await recordResources(async () => {
      const realm = new ResearchRealm("heart", args());
      const { groupPaths } = realm;
      await new Promise<void>((resolve) => {
        pulumi
          .all([realm.realmName, realm.issuer, realm.discoveryUrl, realm.brokerRedirectUri])
          .apply(([realmName, issuer, discoveryUrl, brokerRedirectUri]) => {
            given = { realmName, issuer, discoveryUrl, brokerRedirectUri, groupPaths };
            resolve();
          });
      });
    });
    assert.deepEqual(given, {
      realmName: "heart",
      issuer: "https://login.example.org/realms/heart",
      discoveryUrl: "https://login.example.org/realms/heart/.well-known/openid-configuration",
      brokerRedirectUri: "https://login.example.org/realms/heart/broker/ls-aai/endpoint",
      groupPaths: { researcher: "/heart/researcher", checker: "/heart/checker", manager: "/heart/manager" },
    });
  });

  const sessions = { tokenMinutes: 15, idleMinutes: 30, maxHours: 8 };
  const group = (entitlement: string) => ({
    entitlement,
    role: "researcher" as const,
    includeSubgroups: false,
  });
  const wrong: Record<string, [Partial<ResearchRealmArgs>, string, Tier?]> = {
    "a realm's name": [
      { realmName: "Heart" },
      'realmName must be 3 to 36 lower-case letters, digits or hyphens, beginning with a letter, got "Heart"',
    ],
    "http to Keycloak": [
      { keycloakUrl: "http://login.example.org" },
      'keycloakUrl must be an https URL, got "http://login.example.org"',
    ],
    "a slash at the end of Keycloak's URL": [
      { keycloakUrl: "https://login.example.org/" },
      'keycloakUrl must not end with a slash, got "https://login.example.org/"',
    ],
    "an alias": [
      { upstream: { ...upstream, alias: "LS AAI" } },
      'upstream.alias must be 2 to 31 lower-case letters, digits or hyphens, beginning with a letter, got "LS AAI"',
    ],
    "http to the upstream": [
      { upstream: { ...upstream, jwksUrl: "http://x.org/jwk" } },
      'upstream.jwksUrl must be an https URL, got "http://x.org/jwk"',
    ],
    "scopes without openid": [
      { upstream: { ...upstream, scopes: ["profile"] } },
      'upstream.scopes must contain openid, got "profile"',
    ],
    "no group": [{ groups: [] }, "groups must name at least one entitlement, or nobody could log in"],
    "an entitlement": [
      { groups: [group("urn:x-1:1:group:a"), group("heart")] },
      'groups[1].entitlement is not right: entitlement "heart" must begin with "urn:"; for example urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu',
    ],
    "no second factor": [
      {},
      'secondFactor must be asked for by the realm or the upstream at tier 2, got "none"',
      2,
    ],
    "an upstream's second factor without a value": [
      { secondFactor: { by: "upstream", claim: "acr", value: "" } },
      "secondFactor must name the upstream's claim and the value that says so",
    ],
    "tokens that live too long": [
      { sessions: { ...sessions, tokenMinutes: 90, idleMinutes: 90 } },
      "sessions.tokenMinutes must be a whole number from 1 to 60, got 90",
    ],
    "sessions shorter than a token": [
      { sessions: { ...sessions, idleMinutes: 10 } },
      "sessions.idleMinutes must be a whole number from 15 to 480, got 10",
    ],
    "sessions longer than a day": [
      { sessions: { ...sessions, maxHours: 48 } },
      "sessions.maxHours must be a whole number from 1 to 24, got 48",
    ],
    "events that are not kept": [{ eventsDays: 30 }, "eventsDays must be at least 365, got 30"],
  };
  for (const [what, [changes, problem, tier]] of Object.entries(wrong)) {
    it(`refuses ${what}`, async () => {
      const name = changes.realmName ?? "heart";
      await assert.rejects(build(args(changes, tier)), { message: `realm "${name}": ${problem}` });
    });
  }

  it("tells all that is wrong at once", async () => {
    await assert.rejects(build(args({ eventsDays: 1, groups: [] })), {
      message:
        'realm "heart": groups must name at least one entitlement, or nobody could log in; eventsDays must be at least 365, got 1',
    });
  });
});
