import * as keycloak from "@pulumi/keycloak";
import * as pulumi from "@pulumi/pulumi";
import { projectLabels } from "../five-safes";
import { rejectArgs } from "../validation";
import { attributes } from "./person-attributes";
import type { ResearchRealm } from "./research-realm";

/** What a client of a realm is made from. */
export interface RealmClientArgs {
  /** The realm, whose browser flow the client binds. */
  realm: ResearchRealm;
  /** Id that the service logs in with, `^[a-z][a-z0-9-]{2,62}$`, for example `heart-portal`. */
  clientId: string;
  /** Where people come back to: exact https URLs. At least one. */
  redirectUris: string[];
  /** Where people may be sent after a logout: exact https URLs. @default none */
  postLogoutRedirectUris?: string[];
  /**
   * `store-console` is the object store's own client and the one that asks for no PKCE, because its console sends none:
   * its id ends in `-store`, its one redirect URI is `<console>/oauth_callback`, and only the store knows its secret.
   * @default "application"
   */
  kind?: "application" | "store-console";
  /** The service that takes this client's access tokens: the client id in their `aud`. @default this client itself */
  service?: RealmClient;
}

/** Scopes of each token: the subject (`basic`), names, e-mail. Neither roles nor offline access. */
const scopes = ["basic", "email", "profile"];

const clientIdPattern = /^[a-z][a-z0-9-]{2,62}$/;
const consoleCallback = "/oauth_callback";

/** A confidential client of a research realm: authorisation code with PKCE and nothing else. */
export class RealmClient extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:identity:RealmClient";

  /** Id that the service logs in with. */
  readonly clientId: pulumi.Output<string>;
  /** Secret that Keycloak made for the client. */
  readonly clientSecret: pulumi.Output<string>;
  /** Discovery document of the realm. */
  readonly discoveryUrl: pulumi.Output<string>;

  constructor(name: string, args: RealmClientArgs, opts?: pulumi.ComponentResourceOptions) {
    super(RealmClient.__pulumiType, name, {}, opts);
    const { realm, redirectUris, postLogoutRedirectUris = [], kind = "application", service } = args;
    rejectArgs(`client "${args.clientId}"`, clientProblems(args));

    const realmId = realm.realmName;
    const inside: pulumi.CustomResourceOptions = { parent: this, deletedWith: realm.realm };
    const client = new keycloak.openid.Client(
      name,
      {
        realmId,
        clientId: args.clientId,
        name: args.clientId,
        description: kind === "store-console" ? "the object store's console, which sends no PKCE" : "",
        enabled: true,
        accessType: "CONFIDENTIAL",
        clientAuthenticatorType: "client-secret",
        standardFlowEnabled: true,
        implicitFlowEnabled: false,
        directAccessGrantsEnabled: false,
        serviceAccountsEnabled: false,
        oauth2DeviceAuthorizationGrantEnabled: false,
        pkceCodeChallengeMethod: kind === "store-console" ? "" : "S256",
        validRedirectUris: redirectUris,
        validPostLogoutRedirectUris: postLogoutRedirectUris,
        webOrigins: [],
        fullScopeAllowed: false,
        consentRequired: false,
        useRefreshTokens: true,
        // bound here and not in the realm, whose binding the provider lifts for a moment with each change of the realm
        authenticationFlowBindingOverrides: { browserId: realm.browserFlowId },
        extraConfig: projectLabels(realm.project, kind),
      },
      inside,
    );
    const clientUuid = client.id;
    const audience = this.buildAudience(name, args, service?.clientId ?? client.clientId, inside);
    new keycloak.openid.ClientDefaultScopes(
      `${name}-scopes`,
      { realmId, clientId: clientUuid, defaultScopes: [...scopes, audience.name] },
      inside,
    );
    // offline_access is among the optional scopes that Keycloak gives every client
    new keycloak.openid.ClientOptionalScopes(
      `${name}-optional-scopes`,
      { realmId, clientId: clientUuid, optionalScopes: [] },
      inside,
    );
    new keycloak.openid.GroupMembershipProtocolMapper(
      `${name}-groups`,
      {
        realmId,
        clientId: clientUuid,
        name: "groups",
        claimName: "groups",
        fullPath: true, // a bare name could be that of another group elsewhere in the tree
        addToAccessToken: true,
        addToIdToken: true,
        addToUserinfo: true,
      },
      inside,
    );
    new keycloak.openid.UserAttributeProtocolMapper(
      `${name}-upn`,
      {
        realmId,
        clientId: clientUuid,
        name: "upn",
        userAttribute: attributes.subject,
        claimName: "upn",
        claimValueType: "String",
        multivalued: false,
        aggregateAttributes: false,
        addToAccessToken: true,
        addToIdToken: true,
        addToUserinfo: true,
      },
      inside,
    );

    this.clientId = client.clientId;
    this.clientSecret = pulumi.secret(client.clientSecret);
    this.discoveryUrl = realm.discoveryUrl;
    this.registerOutputs({ clientId: this.clientId, clientSecret: this.clientSecret });
  }

  /**
   * The service in the `aud` of access tokens, as a scope that Keycloak gives to members of the project only. Who has
   * lost the group while a session is open still gets tokens by the refresh token: the service must not take them, because
   * MinIO lets a request name the groups that its token lacks.
   */
  private buildAudience(
    name: string,
    { realm, clientId }: RealmClientArgs,
    includedClientAudience: pulumi.Input<string>,
    inside: pulumi.CustomResourceOptions,
  ): keycloak.openid.ClientScope {
    const realmId = realm.realmName;
    const scope = new keycloak.openid.ClientScope(
      `${name}-audience`,
      { realmId, name: `${clientId}-audience`, includeInTokenScope: false },
      inside,
    );
    const members = new keycloak.GenericRoleMapper(
      `${name}-audience-members`,
      { realmId, clientScopeId: scope.id, roleId: realm.memberRoleId },
      inside,
    );
    new keycloak.openid.AudienceProtocolMapper(
      `${name}-audience-mapper`,
      {
        realmId,
        clientScopeId: scope.id,
        name: "audience",
        includedClientAudience,
        addToAccessToken: true,
        addToIdToken: false, // its audience is the client, by the standard
      },
      { ...inside, dependsOn: [members] }, // a scope without a role is everybody's
    );
    return scope;
  }
}

function clientProblems(args: RealmClientArgs): Record<string, string | undefined> {
  const { clientId, redirectUris, postLogoutRedirectUris = [], kind, service } = args;
  const isConsole = kind === "store-console";
  return {
    clientId: !clientIdPattern.test(clientId)
      ? `must be 3 to 63 lower-case letters, digits or hyphens, beginning with a letter, got "${clientId}"`
      : isConsole !== clientId.endsWith("-store")
        ? `must end in "-store" for the object store's console and for nothing else, got "${clientId}"`
        : undefined,
    redirectUris:
      redirectUris.length === 0
        ? "must name at least one URL"
        : isConsole && (redirectUris.length > 1 || !redirectUris[0]?.endsWith(consoleCallback))
          ? `must be exactly "<console>${consoleCallback}" for the object store's console, got ${redirectUris.join(", ")}`
          : undefined,
    ...uriProblems("redirectUris", redirectUris),
    ...uriProblems("postLogoutRedirectUris", postLogoutRedirectUris),
    service: isConsole && service ? "must not be given for the object store's console" : undefined,
  };
}

function uriProblems(argument: string, uris: string[]): Record<string, string | undefined> {
  return Object.fromEntries(uris.map((uri, at) => [`${argument}[${at}]`, redirectUriProblem(uri)]));
}

/** Keycloak takes `*` and relative paths as patterns; a redirect URI of ours is one exact address (RFC 9700, 2.1). */
function redirectUriProblem(uri: string): string | undefined {
  if (!URL.canParse(uri)) return `must be an absolute https URL, got "${uri}"`;
  const { protocol, hash, username, password } = new URL(uri);
  if (protocol !== "https:") return `must be https, got "${uri}"`;
  if (uri.includes("*")) return `must be exact, without "*", got "${uri}"`;
  if (hash !== "" || uri.endsWith("#")) return `must not have a fragment, got "${uri}"`;
  if (username !== "" || password !== "") return "must not carry a user name or password";
  return undefined;
}
