import { unknown } from "../../../policies/judge";
import { brokerAllowed } from "../../../policies/safe-people/broker-allowed";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { broker, client, entitlementMapper, samlBroker } from "../compliant";

const lifeScience = "https://login.aai.lifescience-ri.eu/oidc/";
const saml = { config: { issuers: ["https://idp.example.org/metadata"] } };

describe("safe-people-broker-allowed", () => {
  it("holds for the Life Science login, and for what is no broker", async () => {
    await holds(brokerAllowed, [broker, changed(broker, { providerId: "oidc" }), client, entitlementMapper]);
  });

  it("holds for the issuers that a site lists, with endpoints on the hosts of any", async () => {
    const issuers = ["https://idp.example.org", "https://token.example.org"];
    const site = changed(broker, {
      issuer: "https://idp.example.org",
      authorizationUrl: "https://idp.example.org/authorize",
      tokenUrl: "https://token.example.org/token",
    });
    await holds(brokerAllowed, [site], { config: { issuers } });
  });

  it("holds for a SAML broker by its entityId", async () => {
    await holds(brokerAllowed, [samlBroker], saml);
  });

  for (const issuer of [
    "https://login.elixir-czech.org/oidc/",
    "https://login.aai.lifescience-ri.eu/oidc",
    "HTTPS://login.aai.lifescience-ri.eu/oidc/",
    "https://login.aai.lifescience-ri.eu/oidc/.evil.example",
  ])
    it(`reports the issuer "${issuer}"`, async () => {
      await reports(
        brokerAllowed,
        [changed(broker, { issuer })],
        [`broker "ls-aai" has the issuer "${issuer}"; reviewed are ${lifeScience}`],
      );
    });

  it("reports a broker without an issuer, and a SAML one with another entityId", async () => {
    await reports(
      brokerAllowed,
      [changed(broker, { issuer: undefined })],
      [`broker "ls-aai" has no issuer; reviewed are ${lifeScience}`],
    );
    await reports(
      brokerAllowed,
      [changed(samlBroker, { entityId: "https://other.example.org" })],
      [
        'broker "university" has the entityId "https://other.example.org"; reviewed are https://idp.example.org/metadata',
      ],
      saml,
    );
  });

  it("reports endpoints on other hosts", async () => {
    const elsewhere = "https://login.aai.lifescience-ri.eu.evil.example/token";
    await reports(
      brokerAllowed,
      [changed(broker, { tokenUrl: elsewhere, authorizationUrl: undefined })],
      [
        `broker "ls-aai" has no authorizationUrl; use the reviewed issuer's host`,
        `broker "ls-aai" has the tokenUrl "${elsewhere}"; use the reviewed issuer's host`,
      ],
    );
    await reports(
      brokerAllowed,
      [changed(samlBroker, { singleSignOnServiceUrl: "sso" })],
      [`broker "university" has the singleSignOnServiceUrl "sso"; use the reviewed issuer's host`],
      saml,
    );
  });

  it("reports a generic broker of another kind", async () => {
    await reports(
      brokerAllowed,
      [changed(broker, { providerId: "google" })],
      ['broker "ls-aai" is of the kind "google"; leave providerId out'],
    );
  });

  for (const type of [
    "keycloak:oidc/googleIdentityProvider:GoogleIdentityProvider",
    "keycloak:oidc/githubIdentityProvider:GithubIdentityProvider",
    "keycloak:oidc/facebookIdentityProvider:FacebookIdentityProvider",
    "keycloak:oidc/microsoftIdentityProvider:MicrosoftIdentityProvider",
    "keycloak:index/kubernetesIdentityProvider:KubernetesIdentityProvider",
    "keycloak:index/spiffeIdentityProvider:SpiffeIdentityProvider",
  ])
    it(`reports a ${type.split(":").at(-1)}`, async () => {
      await reports(
        brokerAllowed,
        [{ type, name: "social" }],
        [
          `broker "social" is a ${type.split(":").at(-1)}; remove it, or use an IdentityProvider of a reviewed issuer`,
        ],
      );
    });

  it("cannot be judged while the issuer is unknown, and still reports the endpoints", async () => {
    await cannotJudge(brokerAllowed, [changed(broker, { issuer: unknown, tokenUrl: "x" })], "issuer", [
      `broker "ls-aai" has the tokenUrl "x"; use the reviewed issuer's host`,
    ]);
  });
});
