/** The Life Science login's stand-in as a document: a realm that speaks as LS AAI does (contracts, section 3). */
import { type LsAaiPerson, people } from "./people";
import { attributes, scopes, subjectMapper } from "./scopes";

/** Name of the stand-in's realm. */
export const lsAaiRealm = "ls-aai";

/** Id of the client that is registered with it: a number, as LS AAI's registry gives (the paper's is 4071). */
export const registeredClientId = "4071";

/** What only this machine knows of the realm. */
export interface LsAaiSecrets {
  clientSecret: string;
  /** Password of a person, by name. */
  password(name: string): string;
}

/** The whole realm, in the form that Keycloak's administration API takes for a new one. */
export function lsAaiRealmDocument(redirectUris: string[], secrets: LsAaiSecrets): Record<string, unknown> {
  return {
    realm: lsAaiRealm,
    enabled: true,
    displayName: "Life Science Login (stand-in)",
    sslRequired: "all",
    registrationAllowed: false,
    // As with LS AAI, an e-mail address is no identity: two accounts may share one.
    loginWithEmailAllowed: false,
    duplicateEmailsAllowed: true,
    editUsernameAllowed: true,
    accessTokenLifespan: 300,
    ssoSessionIdleTimeout: 1800,
    ssoSessionMaxLifespan: 28800,
    components: {
      "org.keycloak.userprofile.UserProfileProvider": [
        {
          providerId: "declarative-user-profile",
          config: { "kc.user.profile.config": [JSON.stringify(userProfile)] },
        },
      ],
    },
    // Named here, they are all there are: each claim is released with its own scope and no other.
    clientScopes: scopes,
    defaultDefaultClientScopes: [],
    defaultOptionalClientScopes: scopes.map(({ name }) => name),
    clients: [registeredClient(redirectUris, secrets.clientSecret)],
    users: people.map((person) => userDocument(person, secrets.password(person.name))),
  };
}

/** A person as a user of the realm. */
export function userDocument(person: LsAaiPerson, password: string): Record<string, unknown> {
  return {
    username: person.userName,
    enabled: true,
    email: `${person.name}@example.org`,
    emailVerified: true,
    firstName: `${person.name.slice(0, 1).toUpperCase()}${person.name.slice(1)}`,
    lastName: "Example",
    attributes: {
      [attributes.subject]: [person.subject],
      [attributes.entitlement]: person.entitlements,
      [attributes.assurance]: person.assurance,
    },
    credentials: [{ type: "password", value: password, temporary: false }],
  };
}

/** What the registration sheet asks of the registry: code flow only, PKCE S256, a secret, exact redirect URIs. */
function registeredClient(redirectUris: string[], secret: string): Record<string, unknown> {
  return {
    clientId: registeredClientId,
    name: "Secure Processing Environment",
    protocol: "openid-connect",
    publicClient: false,
    clientAuthenticatorType: "client-secret",
    secret,
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
    optionalClientScopes: scopes.map(({ name }) => name),
  };
}

const permissions = { view: ["admin", "user"], edit: ["admin"] };

/** Without validators: LS AAI's user names are not ours to forbid, and tests need odd ones such as `*`. */
const userProfile = {
  attributes: [
    ...["username", "email", "firstName", "lastName"].map((name) => ({ name, permissions, validations: {} })),
    ...Object.values(attributes).map((name) => ({ name, permissions, multivalued: true, validations: {} })),
  ],
};
