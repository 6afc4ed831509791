import assert from "node:assert/strict";
import { attributes, scopes, subjectMapper } from "../../../sandbox/ls-aai/scopes";

/** The places that a mapper releases its claim at. */
function placesOf(config: Record<string, string>): string[] {
  const places = ["id.token", "access.token", "userinfo.token"];
  // left out, Keycloak would decide
  for (const place of places) assert.match(config[`${place}.claim`] ?? "", /^(true|false)$/);
  return places.filter((place) => config[`${place}.claim`] === "true");
}

describe("the scopes of the Life Science login's stand-in", () => {
  it("release a claim each, entitlements and assurance at userinfo only", () => {
    const everywhere = ["id.token", "access.token", "userinfo.token"];
    const userInfoOnly = ["userinfo.token"];
    assert.deepEqual(
      scopes.flatMap(({ name, protocolMappers }) =>
        protocolMappers.map(({ name: claim, config }) => [name, claim, placesOf(config)]),
      ),
      [
        ["profile", "preferred_username", everywhere],
        ["profile", "given_name", everywhere],
        ["profile", "family_name", everywhere],
        ["profile", "name", everywhere],
        ["email", "email", everywhere],
        ["email", "email_verified", everywhere],
        ["eduperson_entitlement", "eduperson_entitlement", userInfoOnly],
        ["eduperson_assurance", "eduperson_assurance", userInfoOnly],
      ],
    );
  });

  it("take each claim from what the realm knows of a person", () => {
    const sources = scopes
      .flatMap(({ protocolMappers }) => protocolMappers)
      .map(({ protocolMapper, config }) => [
        config["claim.name"],
        protocolMapper,
        config["user.attribute"],
        config["jsonType.label"],
        config.multivalued,
      ]);
    const [property, attribute] = ["oidc-usermodel-property-mapper", "oidc-usermodel-attribute-mapper"];
    assert.deepEqual(sources, [
      ["preferred_username", property, "username", "String", undefined],
      ["given_name", property, "firstName", "String", undefined],
      ["family_name", property, "lastName", "String", undefined],
      [undefined, "oidc-full-name-mapper", undefined, undefined, undefined],
      ["email", property, "email", "String", undefined],
      ["email_verified", property, "emailVerified", "boolean", undefined],
      ["eduperson_entitlement", attribute, attributes.entitlement, "String", "true"],
      ["eduperson_assurance", attribute, attributes.assurance, "String", "true"],
    ]);
  });

  it("leave the claim sub to the client: the Life Science id, everywhere", () => {
    assert.deepEqual(subjectMapper, {
      name: "sub",
      protocol: "openid-connect",
      protocolMapper: "oidc-usermodel-attribute-mapper",
      config: {
        "user.attribute": attributes.subject,
        "claim.name": "sub",
        "jsonType.label": "String",
        "id.token.claim": "true",
        "access.token.claim": "true",
        "userinfo.token.claim": "true",
      },
    });
  });
});
