import assert from "node:assert/strict";
import { parseSettings } from "../../../infra/settings";
import { people } from "../../../sandbox/ls-aai/people";
import { lsAaiRealmDocument, registeredClientId } from "../../../sandbox/ls-aai/realm";
import { scopes, subjectMapper } from "../../../sandbox/ls-aai/scopes";
import { stackFile } from "../../infra/settings/right-settings";

const redirectUris = ["https://127.0.0.1:8443/realms/heart/broker/ls-aai/endpoint"];
const document = lsAaiRealmDocument(redirectUris, {
  clientSecret: "client's secret",
  password: (name) => `${name}'s password`,
});

/** The only element of a list. */
function only<T>(list: unknown): T {
  assert.equal((list as T[]).length, 1);
  return (list as T[])[0] as T;
}

// That Keycloak makes of the document what is said here is for test/integration to show.
describe("the realm of the Life Science login's stand-in", () => {
  it("releases nothing that was not asked for, and has no scope beside those", () => {
    assert.equal(document.clientScopes, scopes);
    assert.deepEqual(document.defaultDefaultClientScopes, []);
    assert.deepEqual(
      document.defaultOptionalClientScopes,
      scopes.map(({ name }) => name),
    );
  });

  it("knows one client: the code flow with PKCE, a secret, the redirect URIs as they are", () => {
    assert.deepEqual(only(document.clients), {
      clientId: registeredClientId,
      name: "Secure Processing Environment",
      protocol: "openid-connect",
      publicClient: false,
      clientAuthenticatorType: "client-secret",
      secret: "client's secret",
      standardFlowEnabled: true,
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      serviceAccountsEnabled: false,
      fullScopeAllowed: false,
      redirectUris,
      webOrigins: [],
      attributes: { "pkce.code.challenge.method": "S256" },
      protocolMappers: [subjectMapper],
      defaultClientScopes: [],
      optionalClientScopes: ["profile", "email", "eduperson_entitlement", "eduperson_assurance"],
    });
  });

  it("is what the tracked stack file logs in with", () => {
    const upstream = parseSettings(stackFile("sandbox")).identity?.upstream;
    assert.equal(new URL(upstream?.issuer ?? "").pathname, `/realms/${document.realm}`);
    assert.equal(upstream?.clientId, registeredClientId);
    assert.deepEqual(upstream?.scopes, ["openid", ...scopes.map(({ name }) => name)]);
  });

  it("lets nobody register, nor anything but TLS in, and takes no e-mail address for an identity", () => {
    const { sslRequired, registrationAllowed, loginWithEmailAllowed, duplicateEmailsAllowed } = document;
    assert.deepEqual(
      { sslRequired, registrationAllowed, loginWithEmailAllowed, duplicateEmailsAllowed },
      {
        sslRequired: "all",
        registrationAllowed: false,
        loginWithEmailAllowed: false,
        duplicateEmailsAllowed: true,
      },
    );
  });

  it("lets no person change what it says of them", () => {
    const components = document.components as Record<string, { config: Record<string, string[]> }[]>;
    const { config } = only<{ config: Record<string, string[]> }>(
      components["org.keycloak.userprofile.UserProfileProvider"],
    );
    const profile = JSON.parse(only<string>(config["kc.user.profile.config"]));
    assert.deepEqual(Object.keys(profile), ["attributes"]); // and no attribute that is not listed
    assert.deepEqual(
      profile.attributes.map(({ name, permissions }: { name: string; permissions: { edit: string[] } }) => [
        name,
        permissions.edit,
      ]),
      [
        "username",
        "email",
        "firstName",
        "lastName",
        "ls_id",
        "eduperson_entitlement",
        "eduperson_assurance",
      ].map((name) => [name, ["admin"]]),
    );
  });

  it("has each person with a password of their own", () => {
    const users = document.users as Record<string, unknown>[];
    assert.deepEqual(
      users.map(({ username, credentials }) => [username, credentials]),
      people.map(({ name }) => [name, [{ type: "password", value: `${name}'s password`, temporary: false }]]),
    );
    assert.deepEqual(users[0], {
      username: "alice",
      enabled: true,
      email: "alice@example.org",
      emailVerified: true,
      firstName: "Alice",
      lastName: "Example",
      attributes: {
        ls_id: [people[0]?.subject],
        eduperson_entitlement: [
          "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu",
        ],
        eduperson_assurance: [
          "https://refeds.org/assurance",
          "https://refeds.org/assurance/ID/unique",
          "https://refeds.org/assurance/IAP/medium",
          "https://refeds.org/profile/mfa",
        ],
      },
      credentials: [{ type: "password", value: "alice's password", temporary: false }],
    });
  });
});
