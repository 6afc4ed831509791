/** Which claims the Life Science login's stand-in releases, with which scope and where (contracts, section 3). */

/** Names of the user attributes behind the claims that Keycloak does not know by itself. */
export const attributes = {
  subject: "ls_id",
  entitlement: "eduperson_entitlement",
  assurance: "eduperson_assurance",
} as const;

/** A claim's source in Keycloak's administration API. */
interface ProtocolMapper {
  name: string;
  protocol: "openid-connect";
  protocolMapper: string;
  config: Record<string, string>;
}

/** A client scope in Keycloak's administration API. */
export interface ClientScope {
  name: string;
  protocol: "openid-connect";
  attributes: Record<string, string>;
  protocolMappers: ProtocolMapper[];
}

const everywhere = { "id.token.claim": "true", "access.token.claim": "true", "userinfo.token.claim": "true" };

/** LS AAI releases entitlements and assurance at its userinfo endpoint only. */
const userInfoOnly = {
  "id.token.claim": "false",
  "access.token.claim": "false",
  "userinfo.token.claim": "true",
};

const mapper = (name: string, kind: string, config: Record<string, string>): ProtocolMapper => ({
  name,
  protocol: "openid-connect",
  protocolMapper: kind,
  config,
});

const property = (claim: string, userProperty: string, type = "String"): ProtocolMapper =>
  mapper(claim, "oidc-usermodel-property-mapper", {
    "user.attribute": userProperty,
    "claim.name": claim,
    "jsonType.label": type,
    ...everywhere,
  });

const list = (claim: string): ProtocolMapper =>
  mapper(claim, "oidc-usermodel-attribute-mapper", {
    "user.attribute": claim,
    "claim.name": claim,
    "jsonType.label": "String",
    multivalued: "true",
    ...userInfoOnly,
  });

const scope = (name: string, protocolMappers: ProtocolMapper[]): ClientScope => ({
  name,
  protocol: "openid-connect",
  attributes: { "include.in.token.scope": "true", "display.on.consent.screen": "false" },
  protocolMappers,
});

/** Every scope that may be asked for, beside `openid`. */
export const scopes: ClientScope[] = [
  scope("profile", [
    property("preferred_username", "username"),
    property("given_name", "firstName"),
    property("family_name", "lastName"),
    mapper("name", "oidc-full-name-mapper", everywhere),
  ]),
  scope("email", [property("email", "email"), property("email_verified", "emailVerified", "boolean")]),
  scope("eduperson_entitlement", [list(attributes.entitlement)]),
  scope("eduperson_assurance", [list(attributes.assurance)]),
];

/** Claim `sub`: the Life Science identifier in place of Keycloak's own. */
export const subjectMapper: ProtocolMapper = mapper("sub", "oidc-usermodel-attribute-mapper", {
  "user.attribute": attributes.subject,
  "claim.name": "sub",
  "jsonType.label": "String",
  ...everywhere,
});
