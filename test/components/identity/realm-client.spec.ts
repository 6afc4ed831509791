import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { RealmClient, type RealmClientArgs } from "../../../components/identity/realm-client";
import { ResearchRealm } from "../../../components/identity/research-realm";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";

const issuer = "https://idp.example.org";
const newRealm = (): ResearchRealm =>
  new ResearchRealm("heart", {
    project: { id: "heart", tier: 1, expires: "2027-12-31", permit: "P-1", manager: "mona@example.org" },
    title: "Heart",
    keycloakUrl: "https://login.example.org",
    administration: { adminRealm: "master", clientId: "spe-provisioner", clientSecret: "provisioner-secret" },
    upstream: {
      alias: "ls-aai",
      displayName: "LS Login",
      issuer,
      authorizationUrl: `${issuer}/authorize`,
      tokenUrl: `${issuer}/token`,
      userInfoUrl: `${issuer}/userinfo`,
      jwksUrl: `${issuer}/jwk`,
      clientId: "4071",
      scopes: ["openid"],
    },
    upstreamClientSecret: "s",
    groups: [{ entitlement: "urn:x-1:1:group:heart#aai", role: "researcher", includeSubgroups: false }],
    secondFactor: { by: "none" },
    sessions: { tokenMinutes: 15, idleMinutes: 30, maxHours: 8 },
    eventsDays: 365,
  });

type Given = Omit<RealmClientArgs, "realm" | "service">;
const callback = "https://portal.example.org/callback";
const portal: Given = { clientId: "heart-portal", redirectUris: [callback] };
const storeConsole: Given = {
  clientId: "heart-store",
  kind: "store-console",
  redirectUris: ["https://console.example.org/oauth_callback"],
};

/** As Keycloak would: a client without a secret gets one. */
const generated = (type: string) =>
  type === "keycloak:openid/client:Client" ? { clientSecret: "generated" } : {};

/** What clients register, against a mocked engine: the wiring, nothing about how a server takes it. */
const build = (...clients: Given[]): Promise<Recorded[]> =>
  recordResources(() => {
    const realm = newRealm();
    let service: RealmClient | undefined;
    for (const it of clients) {
      const made = new RealmClient(
        it.clientId,
        { realm, ...it, ...(service ? { service } : {}) },
        { parent: realm },
      );
      service ??= made;
    }
  }, generated).then((all) =>
    all.filter(({ name }) => clients.some(({ clientId }) => name.startsWith(clientId))),
  );

const inputsOf = (all: Recorded[], name: string, type = ""): Record<string, unknown> =>
  all.find((it) => it.name === name && it.type.includes(type))?.inputs ?? {};

const client = {
  realmId: "heart",
  enabled: true,
  accessType: "CONFIDENTIAL",
  clientAuthenticatorType: "client-secret",
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
  oauth2DeviceAuthorizationGrantEnabled: false,
  validPostLogoutRedirectUris: [],
  webOrigins: [],
  fullScopeAllowed: false,
  consentRequired: false,
  useRefreshTokens: true,
  authenticationFlowBindingOverrides: { browserId: "heart-browser-id" },
};
const labels = (role: string) => ({
  "spe.project": "heart",
  "spe.tier": "1",
  "spe.role": role,
  "spe.expires": "2027-12-31",
  "spe.permit": "P-1",
  "spe.manager": "mona@example.org",
});

describe("a client of a realm", () => {
  it("is made of exactly these parts, well built", async () => {
    const all = await build(portal);
    assert.deepEqual(
      all.map(({ type, name, parent }) => `${type.replace(/.*:/, "")} ${name} in ${parent}`).sort(),
      [
        "AudienceProtocolMapper heart-portal-audience-mapper in heart-portal",
        "Client heart-portal in heart-portal",
        "ClientDefaultScopes heart-portal-scopes in heart-portal",
        "ClientOptionalScopes heart-portal-optional-scopes in heart-portal",
        "ClientScope heart-portal-audience in heart-portal",
        "GenericRoleMapper heart-portal-audience-members in heart-portal",
        "GroupMembershipProtocolMapper heart-portal-groups in heart-portal",
        "RealmClient heart-portal in heart",
        "UserAttributeProtocolMapper heart-portal-upn in heart-portal",
      ],
    );
    assertWellBuilt(all.map((it) => (it.parent === "heart" ? { ...it, parent: "spe-test" } : it)));
    for (const { name, opts, type } of all)
      if (type.startsWith("keycloak:")) assert.ok(opts.deletedWith, `${name} is deleted with its realm`);
  });

  it("has the authorisation code with PKCE and nothing else", async () => {
    assert.deepEqual(inputsOf(await build(portal), "heart-portal", "openid/client:"), {
      ...client,
      clientId: "heart-portal",
      name: "heart-portal",
      description: "",
      pkceCodeChallengeMethod: "S256",
      validRedirectUris: [callback],
      extraConfig: labels("application"),
    });
  });

  it("asks for no PKCE where it is the object store's console", async () => {
    assert.deepEqual(inputsOf(await build(storeConsole), "heart-store", "openid/client:"), {
      ...client,
      clientId: "heart-store",
      name: "heart-store",
      description: "the object store's console, which sends no PKCE",
      pkceCodeChallengeMethod: "",
      validRedirectUris: ["https://console.example.org/oauth_callback"],
      extraConfig: labels("store-console"),
    });
  });

  it("has tokens for its service, or else for itself, in the hands of the project's members only", async () => {
    const all = await build(storeConsole, portal);
    assert.equal(inputsOf(all, "heart-store-audience-mapper").includedClientAudience, "heart-store");
    assert.deepEqual(inputsOf(all, "heart-portal-audience"), {
      realmId: "heart",
      name: "heart-portal-audience",
      includeInTokenScope: false,
    });
    assert.deepEqual(inputsOf(all, "heart-portal-audience-members"), {
      realmId: "heart",
      clientScopeId: "heart-portal-audience-id",
      roleId: "heart-member-id",
    });
    assert.deepEqual(inputsOf(all, "heart-portal-audience-mapper"), {
      realmId: "heart",
      clientScopeId: "heart-portal-audience-id",
      name: "audience",
      includedClientAudience: "heart-store",
      addToAccessToken: true,
      addToIdToken: false,
    });
  });

  it("says who a person is by full group paths and by the upstream's id", async () => {
    const all = await build(portal);
    const everywhere = { addToAccessToken: true, addToIdToken: true, addToUserinfo: true };
    const of = { realmId: "heart", clientId: "heart-portal-id" };
    assert.deepEqual(inputsOf(all, "heart-portal-groups"), {
      ...of,
      ...everywhere,
      name: "groups",
      claimName: "groups",
      fullPath: true,
    });
    assert.deepEqual(inputsOf(all, "heart-portal-upn"), {
      ...of,
      ...everywhere,
      name: "upn",
      userAttribute: "lsaai_sub",
      claimName: "upn",
      claimValueType: "String",
      multivalued: false,
      aggregateAttributes: false,
    });
  });

  it("has neither roles nor offline access among its scopes", async () => {
    const all = await build(portal);
    assert.deepEqual(inputsOf(all, "heart-portal-scopes").defaultScopes, [
      "basic",
      "email",
      "profile",
      "heart-portal-audience",
    ]);
    assert.deepEqual(inputsOf(all, "heart-portal-optional-scopes").optionalScopes, []);
  });

  it("hands out its secret as a secret", async () => {
    let secret = false;
    let value = "";
    await recordResources(async () => {
      const made = new RealmClient("heart-portal", { realm: newRealm(), ...portal });
      secret = await pulumi.isSecret(made.clientSecret);
      value = await new Promise((resolve) => made.clientSecret.apply(resolve));
    }, generated);
    assert.equal(secret, true);
    assert.equal(value, "generated");
  });

  const wrong: Record<string, [Partial<Given> & Pick<Given, "clientId">, string]> = {
    "an id": [
      { clientId: "Portal" },
      'clientId must be 3 to 63 lower-case letters, digits or hyphens, beginning with a letter, got "Portal"',
    ],
    "the id of a store's console for another client": [
      { clientId: "x-store" },
      'clientId must end in "-store" for the object store\'s console and for nothing else, got "x-store"',
    ],
    "another id for a store's console": [
      { ...storeConsole, clientId: "heart-console" },
      'clientId must end in "-store" for the object store\'s console and for nothing else, got "heart-console"',
    ],
    "another callback for a store's console": [
      { ...storeConsole, redirectUris: [callback] },
      `redirectUris must be exactly "<console>/oauth_callback" for the object store's console, got ${callback}`,
    ],
    "a second callback for a store's console": [
      { ...storeConsole, redirectUris: [...storeConsole.redirectUris, callback] },
      `redirectUris must be exactly "<console>/oauth_callback" for the object store's console, got ${storeConsole.redirectUris[0]}, ${callback}`,
    ],
    "no redirect URI": [
      { clientId: "heart-portal", redirectUris: [] },
      "redirectUris must name at least one URL",
    ],
    http: [
      { clientId: "heart-portal", redirectUris: [callback, "http://portal.example.org/"] },
      'redirectUris[1] must be https, got "http://portal.example.org/"',
    ],
    "a wildcard": [
      { clientId: "heart-portal", redirectUris: ["https://portal.example.org/*"] },
      'redirectUris[0] must be exact, without "*", got "https://portal.example.org/*"',
    ],
    "a fragment": [
      { clientId: "heart-portal", redirectUris: ["https://portal.example.org/#"] },
      'redirectUris[0] must not have a fragment, got "https://portal.example.org/#"',
    ],
    "a relative path": [
      { clientId: "heart-portal", redirectUris: ["/callback"] },
      'redirectUris[0] must be an absolute https URL, got "/callback"',
    ],
    "credentials in a URL": [
      { clientId: "heart-portal", redirectUris: ["https://u:p@portal.example.org/"] },
      "redirectUris[0] must not carry a user name or password",
    ],
    "a wildcard after a logout": [
      { clientId: "heart-portal", postLogoutRedirectUris: ["https://portal.example.org/*"] },
      'postLogoutRedirectUris[0] must be exact, without "*", got "https://portal.example.org/*"',
    ],
  };
  for (const [what, [given, problem]] of Object.entries(wrong)) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(build({ redirectUris: [callback], ...given }), {
        message: `client "${given.clientId}": ${problem}`,
      });
    });
  }
});
