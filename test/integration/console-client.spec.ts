import assert from "node:assert/strict";
import { consoleRedirectUri } from "../../components";
import { Browserless, type OidcClient } from "../../sandbox/clients/browserless-login";
import { tokensOf } from "../support/store-session";
import {
  credentialsOf,
  logIn,
  startTimeout,
  type TestEnvironment,
  testEnvironment,
} from "../support/test-sandbox";

/** The one client without PKCE. That MinIO keeps its secret to itself is not shown here. */
describe("the object store's own client", () => {
  let environment: TestEnvironment;
  let client: OidcClient;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    const { keycloak, identity, storage } = environment;
    const [store] = (await keycloak.get<{ secret: string }[]>("/heart/clients?clientId=heart-store")) ?? [];
    client = {
      issuer: identity.issuer,
      clientId: "heart-store",
      clientSecret: store?.secret ?? "",
      redirectUri: consoleRedirectUri(storage.consoleUrl),
    };
  });

  const login = (changes: Partial<OidcClient>) =>
    new Browserless(environment.ca).login(
      { ...client, ...changes },
      credentialsOf(environment.sandbox, "alice"),
    );

  it("gets tokens for a code, without PKCE as its console does and with it", async () => {
    for (const pkce of [false, true]) {
      const { access, identity } = tokensOf(await login({ pkce }));
      assert.equal(access.aud, "heart-store");
      assert.equal(identity.aud, "heart-store");
    }
  });

  it("gets none without its secret", async () => {
    await assert.rejects(login({ pkce: false, clientSecret: "wrong" }), /401.*unauthorized_client/);
  });

  const refusedAuthorizations: Record<string, { changes: Record<string, string>; answer: RegExp }> = {
    "the implicit flow": {
      changes: { response_type: "token" },
      answer: /^302 .*[?#]error=unauthorized_client/,
    },
    "the hybrid flow": {
      changes: { response_type: "code id_token" },
      answer: /^302 .*[?#]error=unauthorized_client/,
    },
    "offline access": {
      changes: { scope: "openid offline_access" },
      answer: /^302 .*[?#]error=invalid_scope/,
    },
    "a redirect to the portal": {
      changes: { redirect_uri: "https://workbench.site.example/callback" },
      answer: /^400 /,
    },
    "a redirect to a path below": { changes: { redirect_uri: "<own>/below" }, answer: /^400 / },
    "a redirect with a query": { changes: { redirect_uri: "<own>?to=elsewhere" }, answer: /^400 / },
  };
  for (const [what, { changes, answer }] of Object.entries(refusedAuthorizations)) {
    it(`is refused ${what}`, async () => {
      const query = new URLSearchParams({
        response_type: "code",
        client_id: client.clientId,
        redirect_uri: client.redirectUri,
        scope: "openid",
        state: "s",
        nonce: "n",
      });
      for (const [name, value] of Object.entries(changes))
        query.set(name, value.replace("<own>", client.redirectUri));
      const url = `${client.issuer}/protocol/openid-connect/auth?${query}`;
      const { status, headers } = await new Browserless(environment.ca).request(url);
      assert.match(`${status} ${headers.get("location") ?? ""}`, answer);
    });
  }

  const refusedGrants: Record<string, { form: Record<string, string>; answer: string }> = {
    "the password grant": {
      form: { grant_type: "password", username: "alice" },
      answer: "400 unauthorized_client: Client not allowed for direct access grants",
    },
    "an account of its own": {
      form: { grant_type: "client_credentials" },
      answer: "401 unauthorized_client: Client not enabled to retrieve service account",
    },
    "the exchange of a person's token": {
      form: {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
      },
      answer: "400 invalid_request: Standard token exchange is not enabled for the requested client",
    },
    "the device grant": {
      form: { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: "made-up" },
      answer: "400 invalid_grant: Client not allowed OAuth 2.0 Device Authorization Grant",
    },
  };
  for (const [what, { form, answer }] of Object.entries(refusedGrants)) {
    it(`is refused ${what}, with its right secret`, async () => {
      const { accessToken } = tokensOf(await logIn(environment, "alice"));
      const response = await new Browserless(environment.ca).request(
        `${client.issuer}/protocol/openid-connect/token`,
        {
          ...form,
          client_id: client.clientId,
          client_secret: client.clientSecret,
          password: credentialsOf(environment.sandbox, "alice").password,
          subject_token: accessToken,
        },
      );
      const { error, error_description: why } = (await response.json()) as Record<string, string>;
      assert.equal(`${response.status} ${error}: ${why}`, answer);
    });
  }
});
