/** The broker: the one way into a realm, and what it carries over from the upstream login. */
import * as keycloak from "@pulumi/keycloak";
import * as pulumi from "@pulumi/pulumi";
import { type PeopleRole, peopleRoles } from "../five-safes";
import { entitlementPattern, nobodyPattern } from "./entitlement";
import { attributes } from "./person-attributes";

/** The login service that people are handed to; every URL https and exactly as its discovery document says. */
export interface Upstream {
  /** Name of the broker within the realm and in its redirect URI, `^[a-z][a-z0-9-]{1,30}$`, for example `ls-aai`. */
  alias: string;
  /** What people see, for example `LS Login`. */
  displayName: string;
  /** Issuer, exactly (LS AAI's ends with a slash). */
  issuer: string;
  authorizationUrl: string;
  tokenUrl: string;
  /** Where claims are fetched; LS AAI hands out entitlements only here. */
  userInfoUrl: string;
  /** Keys that the upstream's tokens are checked with. */
  jwksUrl: string;
  /** Where the upstream's own session is ended. @default the upstream's session is left alone */
  logoutUrl?: string;
  /** Client that was registered for this realm. */
  clientId: string;
  /** Scopes to ask for, for example `["openid", "profile", "email", "eduperson_entitlement"]`. */
  scopes: string[];
}

/** An entitlement and what it makes of a person. */
export interface EntitlementGroup {
  /** AARC-G069 entitlement, for example `urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu`. */
  entitlement: string;
  role: PeopleRole;
  /** Groups inside the entitlement's group count as well. */
  includeSubgroups: boolean;
}

/** Claim of the entitlements, as AARC-G069 names it. */
const entitlementClaim = "eduperson_entitlement";

/**
 * The pattern of the claim values that make a person `role`: all entitlements of the role in one expression, because
 * Keycloak's mappers act one after the other and two for one group would depend on their order.
 */
export function rolePattern(groups: EntitlementGroup[], role: PeopleRole): string {
  const patterns = groups
    .filter((group) => group.role === role)
    .map(({ entitlement, includeSubgroups }) => entitlementPattern(entitlement, { includeSubgroups }));
  return patterns.length === 0 ? nobodyPattern : patterns.join("|");
}

/** Makes the broker, closed (`dependsOn` in `opts`) until the flows that guard it stand. */
export function buildBroker(
  name: string,
  args: {
    realmName: pulumi.Input<string>;
    upstream: Upstream;
    upstreamClientSecret: pulumi.Input<string>;
    groups: EntitlementGroup[];
    groupPaths: Record<PeopleRole, string>;
    /** Claim that says how a person was authenticated. */
    assuranceClaim: string;
    firstLoginFlow: pulumi.Input<string>;
    postLoginFlow: pulumi.Input<string>;
  },
  opts: pulumi.CustomResourceOptions,
): keycloak.oidc.IdentityProvider {
  const { upstream } = args;
  const broker = new keycloak.oidc.IdentityProvider(
    `${name}-${upstream.alias}`,
    {
      realm: args.realmName,
      alias: upstream.alias,
      displayName: upstream.displayName,
      enabled: true,
      issuer: upstream.issuer,
      authorizationUrl: upstream.authorizationUrl,
      tokenUrl: upstream.tokenUrl,
      userInfoUrl: upstream.userInfoUrl,
      jwksUrl: upstream.jwksUrl,
      logoutUrl: upstream.logoutUrl,
      clientId: upstream.clientId,
      clientSecret: pulumi.secret(args.upstreamClientSecret),
      defaultScopes: upstream.scopes.join(" "),
      validateSignature: true,
      disableUserInfo: false, // entitlements come from there
      backchannelSupported: false,
      syncMode: "FORCE", // what the upstream withdraws is gone at the next login
      trustEmail: true,
      storeToken: false,
      addReadTokenRoleOnCreate: false,
      acceptsPromptNoneForwardFromClient: false,
      firstBrokerLoginFlowAlias: args.firstLoginFlow,
      postBrokerLoginFlowAlias: args.postLoginFlow,
      extraConfig: { clientAuthMethod: "client_secret_basic", pkceEnabled: "true", pkceMethod: "S256" },
    },
    opts,
  );

  const mapper = (role: string, type: string, config: Record<string, string>) =>
    new keycloak.CustomIdentityProviderMapping(
      `${name}-from-upstream-${role}`,
      {
        realm: args.realmName,
        identityProviderAlias: broker.alias,
        name: role,
        identityProviderMapper: type,
        extraConfig: { syncMode: "FORCE", ...config },
      },
      opts,
    );

  mapper("user-name", "oidc-username-idp-mapper", {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Keycloak's own template
    template: "${CLAIM.preferred_username}",
    target: "LOCAL",
  });
  const imported = {
    [attributes.subject]: "sub",
    [attributes.entitlement]: entitlementClaim,
    [attributes.assurance]: args.assuranceClaim,
  };
  for (const [attribute, claim] of Object.entries(imported)) {
    mapper(attribute, "oidc-user-attribute-idp-mapper", { claim, "user.attribute": attribute });
  }
  // every role has its mapper, also one that no entitlement leads to: it takes the group from those who had it
  for (const role of peopleRoles) {
    mapper(role, "oidc-advanced-group-idp-mapper", {
      claims: JSON.stringify([{ key: entitlementClaim, value: rolePattern(args.groups, role) }]),
      "are.claim.values.regex": "true",
      group: args.groupPaths[role],
    });
  }
  return broker;
}
