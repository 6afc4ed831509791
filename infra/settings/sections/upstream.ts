import { Type } from "@sinclair/typebox";
import { choice, group, list, oneOf, text } from "../field";
import { presetNames } from "../presets";

/** YAML reads the service number that LS AAI gives, 4071, as a number; both are right. */
const registeredClientId = oneOf(
  [
    text("given-id", { description: "As text.", example: "4071" }),
    Type.Integer({ minimum: 0, description: "As a number.", examples: [4071] }),
  ],
  (value) => (typeof value === "number" ? 1 : 0),
  {
    description: "Client that the upstream registered for this realm. Its secret is `spe:lsaaiClientSecret`.",
    example: "4071",
    allowed: "the client's id as text or number",
  },
);

const fromPreset = group(
  {
    preset: choice(presetNames, {
      description: "A login service whose addresses are known: `ls-aai` is Life Science Login.",
      example: "ls-aai",
    }),
    clientId: registeredClientId,
    alias: Type.Optional(
      text("alias", {
        description: "Name of the broker in the realm. Part of the redirect URI that is registered upstream.",
        example: "ls-aai",
        defaultIs: "`ls-aai`",
      }),
    ),
    displayName: Type.Optional(
      text("line", {
        description: "What people see.",
        example: "Life Science Login",
        defaultIs: "Life Science Login",
      }),
    ),
  },
  {
    title: "with a preset",
    description: "A known login service.",
    example: { preset: "ls-aai", clientId: "4071" },
  },
);

const issuerExample = "https://login.site.example/realms/people";
const endpoint = (name: string, description: string) =>
  text("https-url", { description, example: `${issuerExample}/protocol/openid-connect/${name}` });

const inFull = group(
  {
    alias: text("alias", {
      description: "Name of the broker in the realm. Part of the redirect URI that is registered upstream.",
      example: "site-login",
    }),
    displayName: text("line", { description: "What people see.", example: "Site Login" }),
    issuer: text("issuer", {
      description:
        "Issuer, letter by letter as the discovery document spells it, with its trailing slash if it has one.",
      example: issuerExample,
    }),
    authorizationUrl: endpoint("auth", "`authorization_endpoint` of the discovery document."),
    tokenUrl: endpoint("token", "`token_endpoint`."),
    userInfoUrl: endpoint("userinfo", "`userinfo_endpoint`: the entitlements are read there."),
    jwksUrl: endpoint("certs", "`jwks_uri`: signatures are always checked."),
    logoutUrl: Type.Optional(
      text("https-url", {
        description: "`end_session_endpoint`: where leaving the realm also leaves the upstream.",
        example: `${issuerExample}/protocol/openid-connect/logout`,
        defaultIs: "the upstream's session is left alone",
      }),
    ),
    clientId: registeredClientId,
    scopes: Type.Optional(
      list(text("scope", { description: "One scope.", example: "openid" }), {
        description: "Scopes to ask for; `openid` and the one that carries the entitlements are needed.",
        example: ["openid", "profile", "email", "eduperson_entitlement"],
        default: ["openid", "profile", "email", "eduperson_entitlement"],
        least: 1,
        uniqueItems: true,
      }),
    ),
  },
  {
    title: "in full",
    description: "Any OpenID Connect issuer.",
    example: { alias: "site-login", displayName: "Site Login", issuer: issuerExample, clientId: "spe" },
  },
);

/** `identity.upstream`: a preset's name, or every address. */
export const upstream = oneOf(
  [fromPreset, inFull],
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return "preset" in value || !("issuer" in value) ? 0 : 1;
  },
  {
    description:
      "The login service that the realm hands people to: a preset, or any OpenID Connect issuer in full.",
    example: { preset: "ls-aai", clientId: "4071" },
    allowed: "a preset with a client id, or an issuer with its endpoints",
  },
);
