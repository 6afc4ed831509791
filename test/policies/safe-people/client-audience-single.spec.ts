import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { clientAudienceSingle } from "../../../policies/safe-people/client-audience-single";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { audience, client, storeAudience, storeClient } from "../compliant-access";

const none =
  'client "heart-portal" names no service as audience; give it an AudienceProtocolMapper for the one that takes its tokens';
const several = (...names: string[]) =>
  `client "heart-portal" names ${names.map((name) => `"${name}"`).join(" and ")} as audience; leave the one service that takes its tokens`;
const second = changed({ ...audience, name: "second" }, { includedClientAudience: "heart-wes" });
const generic = (protocolMapper: string, config: Record<string, string>): Judged => ({
  type: "keycloak:index/genericProtocolMapper:GenericProtocolMapper",
  name: "heart-portal-generic",
  props: { realmId: "heart", clientId: client.props?.id, protocol: "openid-connect", protocolMapper, config },
});
const resolving: Judged = {
  type: "keycloak:openid/audienceResolveProtocolMapper:AudienceResolveProtocolMapper",
  name: "heart-portal-resolve",
  props: { realmId: "heart", clientId: client.props?.id },
};
const scope: Judged = {
  type: "keycloak:openid/clientScope:ClientScope",
  name: "heart-tes-scope",
  props: { realmId: "heart", name: "tes", id: "tes-scope-id" },
};
const scopeAudience = changed(audience, { clientId: undefined, clientScopeId: "tes-scope-id" });
const scopesOf = (kind: "Default" | "Optional", scopes: unknown): Judged => ({
  type: `keycloak:openid/client${kind}Scopes:Client${kind}Scopes`,
  name: "heart-portal-scopes",
  props: { realmId: "heart", clientId: client.props?.id, [`${kind.toLowerCase()}Scopes`]: scopes },
});

describe("safe-people-client-audience-single", () => {
  it("holds for clients with a mapper of one service, a service's own among them", async () => {
    await holds(clientAudienceSingle, [client, audience, storeClient, storeAudience]);
  });

  it("holds for an audience by its own text, by a generic mapper, or named twice", async () => {
    const text = changed(audience, { includedClientAudience: "", includedCustomAudience: "heart-store" });
    await holds(clientAudienceSingle, [client, text]);
    await holds(clientAudienceSingle, [
      client,
      generic("oidc-audience-mapper", {
        "included.client.audience": "heart-store",
        "access.token.claim": "true",
      }),
      { ...audience, name: "again" },
    ]);
  });

  it("holds for an audience that comes with a scope of the client", async () => {
    for (const kind of ["Default", "Optional"] as const)
      await holds(clientAudienceSingle, [client, scope, scopeAudience, scopesOf(kind, ["basic", "tes"])]);
  });

  it("leaves out clients that get no tokens", async () => {
    await holds(clientAudienceSingle, [
      changed(client, { standardFlowEnabled: false }),
      changed(client, { accessType: "BEARER-ONLY" }),
    ]);
  });

  it("finds a client's mapper by the dependency while ids are unknown", async () => {
    const pending = {
      ...changed(audience, { clientId: unknown }),
      dependencies: { clientId: [urnOf(client.type, client.name)] },
    };
    await holds(clientAudienceSingle, [changed(client, { id: unknown }), pending]);
  });

  const missing: [string, Judged[]][] = [
    ["without a mapper", []],
    ["with another client's mapper", [storeAudience]],
    ["whose mapper leaves the access token out", [changed(audience, { addToAccessToken: "false" })]],
    ["whose mapper names nobody", [changed(audience, { includedClientAudience: undefined })]],
    ["with a generic mapper of something else", [generic("oidc-usermodel-attribute-mapper", {})]],
    ["that has not the scope", [scope, scopeAudience, scopesOf("Default", ["basic"])]],
  ];
  for (const [name, mappers] of missing)
    it(`reports a client ${name}`, async () => {
      await reports(clientAudienceSingle, [client, ...mappers], [none]);
    });

  it("reports a client that gets tokens by whatever grant", async () => {
    for (const grant of ["serviceAccountsEnabled", "directAccessGrantsEnabled", "implicitFlowEnabled"])
      await reports(
        clientAudienceSingle,
        [changed(client, { standardFlowEnabled: undefined, [grant]: "true" })],
        [none],
      );
  });

  it("reports several services, of whatever mappers", async () => {
    await reports(clientAudienceSingle, [client, audience, second], [several("heart-store", "heart-wes")]);
    await reports(
      clientAudienceSingle,
      [client, audience, generic("oidc-audience-mapper", { "included.custom.audience": "tes" })],
      [several("heart-store", "tes")],
    );
  });

  it("reports mappers that add every service of people's roles", async () => {
    const message =
      'client "heart-portal" names every service that its people have a role of as audience; remove the audience resolve mapper';
    await reports(clientAudienceSingle, [client, audience, resolving], [message]);
    await reports(
      clientAudienceSingle,
      [client, audience, generic("oidc-audience-resolve-mapper", {})],
      [message],
    );
  });

  it("cannot be judged while an audience is unknown, and still reports the rest", async () => {
    const pending = changed({ ...audience, name: "pending" }, { includedClientAudience: unknown });
    await cannotJudge(clientAudienceSingle, [client, pending], "includedClientAudience");
    await reports(
      clientAudienceSingle,
      [client, pending, audience, second],
      [several("heart-store", "heart-wes")],
    );
    await cannotJudge(
      clientAudienceSingle,
      [changed(storeClient, { standardFlowEnabled: unknown }), client],
      "standardFlowEnabled",
      [none],
    );
  });
});
