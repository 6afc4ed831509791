import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { Browserless, type OidcClient, type Tokens } from "../../sandbox/clients/browserless-login";
import { assumeRole } from "../../sandbox/clients/object-store-clients";
import { lsAaiRealm, registeredClientId } from "../../sandbox/ls-aai/realm";
import { answerOf } from "../support/s3-requests";
import { makeSimilarClient, removeClient } from "../support/similar-client";
import { tokensOf } from "../support/store-session";
import {
  credentialsOf,
  logIn,
  startTimeout,
  type TestEnvironment,
  testEnvironment,
} from "../support/test-sandbox";

const realm = "heart";
const madeClients: [realm: string, clientId: string][] = [
  [realm, "brief"],
  [realm, "stranger"],
  [lsAaiRealm, "heart-store"],
];

/** Which tokens the store sells keys for. That a token of a withdrawn person lasts until it expires is shown elsewhere. */
describe("a token at the object store's door", () => {
  let environment: TestEnvironment;
  let alice: Tokens;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    alice = tokensOf(await logIn(environment, "alice"));
  });

  after(async () => {
    for (const [where, clientId] of madeClients) await removeClient(environment, where, clientId);
  });

  const answer = (token: string, options: { roleArn?: string; seconds?: number } = {}): Promise<string> => {
    const { storage, ca } = environment;
    const { roleArn = storage.roleArn, seconds } = options;
    return answerOf(assumeRole({ url: storage.url, ca }, roleArn, token, seconds));
  };

  const aliceBy = async (client: OidcClient): Promise<Tokens> =>
    tokensOf(
      await new Browserless(environment.ca).login(client, credentialsOf(environment.sandbox, "alice")),
    );

  it("buys keys that live as long as the token, when it is the portal's access token", async () => {
    const { storage, ca } = environment;
    const { expiration } = await assumeRole({ url: storage.url, ca }, storage.roleArn, alice.accessToken);
    const apart = Number(expiration) / 1000 - Number(alice.access.exp);
    assert.ok(Math.abs(apart) <= 2, `${apart} s apart`);
  });

  it("buys keys for an hour, and for no second more", async () => {
    assert.equal(await answer(alice.accessToken, { seconds: 3600 }), "allowed");
    assert.equal(await answer(alice.accessToken, { seconds: 3601 }), "403 AccessDenied");
    assert.equal(await answer(alice.accessToken, { seconds: 604_800 }), "403 AccessDenied");
  });

  const otherRoles = {
    "without a role": "",
    "with a role that nobody has": "arn:minio:iam:::role/AAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "with a policy in place of a role": "arn:aws:iam::aws:policy/consoleAdmin",
  };
  for (const [what, roleArn] of Object.entries(otherRoles)) {
    it(`buys nothing ${what}`, async () =>
      assert.equal(await answer(alice.accessToken, { roleArn }), "400 InvalidParameterValue"));
  }

  it("buys nothing when it is the portal's id token or refresh token", async () => {
    assert.equal(alice.identity.aud, "workbench");
    assert.equal(await answer(alice.idToken), "400 InvalidParameterValue");
    assert.equal(await answer(alice.refreshToken ?? ""), "400 InvalidParameterValue");
  });

  it("buys keys until it expires, and none after", async () => {
    const brief = await makeSimilarClient(environment, realm, "workbench", "brief", ({ attributes }) => ({
      attributes: { ...attributes, "access.token.lifespan": "3" },
    }));
    const { accessToken, access } = await aliceBy(brief);
    assert.equal(Number(access.exp) - Number(access.iat), 3);
    assert.equal(await answer(accessToken), "allowed");
    while (Date.now() / 1000 <= Number(access.exp)) await pause(100);
    const { storage, ca } = environment;
    const bought = assumeRole({ url: storage.url, ca }, storage.roleArn, accessToken);
    await assert.rejects(bought, { name: "InvalidParameterValue", message: "Token is expired" });
  });

  it("buys nothing when it comes from a client without the store in its audience", async () => {
    const stranger = await makeSimilarClient(
      environment,
      realm,
      "workbench",
      "stranger",
      ({ defaultClientScopes }) => ({
        defaultClientScopes: (defaultClientScopes as string[]).filter((it) => it !== "workbench-audience"),
      }),
    );
    const { accessToken, access } = await aliceBy(stranger);
    assert.deepEqual([access.aud, access.azp, access.groups], [undefined, "stranger", alice.access.groups]);
    assert.equal(await answer(accessToken), "400 InvalidParameterValue");
  });

  it("buys nothing when another realm issued it, whatever it says", async () => {
    const mapper = (name: string, protocolMapper: string, config: Record<string, string>) => ({
      name,
      protocol: "openid-connect",
      protocolMapper,
      config: { ...config, "access.token.claim": "true" },
    });
    const impostor = await makeSimilarClient(
      environment,
      lsAaiRealm,
      registeredClientId,
      "heart-store",
      ({ protocolMappers }) => ({
        protocolMappers: [
          ...protocolMappers,
          mapper("audience", "oidc-audience-mapper", { "included.custom.audience": "heart-store" }),
          mapper("groups", "oidc-hardcoded-claim-mapper", {
            "claim.name": "groups",
            "claim.value": JSON.stringify(alice.access.groups),
            "jsonType.label": "JSON",
          }),
        ],
      }),
    );
    const { accessToken, access } = await aliceBy(impostor);
    assert.deepEqual([access.aud, access.groups], [alice.access.aud, alice.access.groups]);
    assert.equal(await answer(accessToken), "400 InvalidParameterValue");
  });

  /** A token of one's own making, signed with a client's secret, that says what a real one says. */
  async function forge(secret: string, kid: string): Promise<string> {
    const { SignJWT } = await import("jose");
    return new SignJWT(alice.access).setProtectedHeader({ alg: "HS256", kid }).sign(Buffer.from(secret));
  }

  for (const kid of ["workbench", "heart-store"]) {
    it(`buys nothing when it is forged with the portal's secret in the name of ${kid}`, async () => {
      const token = await forge(environment.client.clientSecret, kid);
      assert.equal(await answer(token), "400 InvalidParameterValue");
    });
  }

  it("would buy keys when forged with the secret of the store's own client, which is why nobody else has it", async () => {
    const [store] =
      (await environment.keycloak.get<{ secret: string }[]>(`/${realm}/clients?clientId=heart-store`)) ?? [];
    assert.ok(store && store.secret !== environment.client.clientSecret);
    assert.equal(await answer(await forge(store.secret, "heart-store")), "allowed");
  });

  it("buys nothing when it is forged with a key of one's own, without a signature, or altered", async () => {
    const { generateKeyPair, SignJWT, UnsecuredJWT, decodeProtectedHeader } = await import("jose");
    const { kid } = decodeProtectedHeader(alice.accessToken);
    const { privateKey } = await generateKeyPair("RS256");
    const own = await new SignJWT(alice.access).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);
    const [header, , signature] = alice.accessToken.split(".");
    const claims = Buffer.from(JSON.stringify({ ...alice.access, groups: ["/heart/checker"] }));
    const altered = [header, claims.toString("base64url"), signature].join(".");
    for (const token of [own, new UnsecuredJWT(alice.access).encode(), altered])
      assert.equal(await answer(token), "400 InvalidParameterValue");
  });
});
