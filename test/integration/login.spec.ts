import assert from "node:assert/strict";
import { groupPath } from "../../components";
import { Browserless, type Tokens } from "../../sandbox/clients/browserless-login";
import { logIn, startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/** A real Keycloak on both sides of the broker; that the real LS AAI behaves as its stand-in is not shown here. */
describe("a login by the Life Science login's stand-in", () => {
  let environment: TestEnvironment;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
  });

  async function tokensOf(name: string): Promise<Tokens> {
    const login = await logIn(environment, name);
    assert.ok(login.entered, `${name} was refused: ${JSON.stringify(login)}`);
    return login.tokens;
  }

  const roles = { alice: "researcher", bob: "researcher", carol: "checker", mona: "manager" } as const;
  for (const [name, role] of Object.entries(roles)) {
    it(`makes ${name} a ${role}, by the entitlement`, async () => {
      const { access, identity } = await tokensOf(name);
      assert.deepEqual(access.groups, [groupPath("heart", role)]);
      assert.deepEqual(identity.groups, access.groups);
      const { subject } = environment.sandbox.lsAai.people.find((it) => it.name === name) ?? {};
      assert.equal(access.upn, subject);
      assert.equal(access.preferred_username, name);
    });
  }

  it("gives tokens for the object store, of the life that the settings say, without roles or offline access", async () => {
    const { access, refreshToken } = await tokensOf("alice");
    assert.equal(access.aud, "heart-store");
    assert.equal(access.azp, "workbench");
    assert.equal(Number(access.exp) - Number(access.iat), 10 * 60);
    assert.equal(access.realm_access, undefined);
    assert.equal(access.resource_access, undefined);
    assert.deepEqual(String(access.scope).split(" ").sort(), ["email", "openid", "profile"]);
    assert.ok(refreshToken);
  });

  it("gives the same person the same id each time", async () => {
    assert.equal((await tokensOf("alice")).access.sub, (await tokensOf("alice")).access.sub);
  });

  it("takes a refresh token once", async () => {
    const browser = new Browserless(environment.ca);
    const login = await logIn(environment, "bob", browser);
    assert.ok(login.entered && login.tokens.refreshToken);
    await browser.refresh(environment.client, login.tokens.refreshToken);
    await assert.rejects(browser.refresh(environment.client, login.tokens.refreshToken), /invalid_grant/);
  });

  for (const name of ["dave", "erin"]) {
    it(`turns ${name} away with a page that says why and whom to ask`, async () => {
      const login = await logIn(environment, name);
      assert.ok(!login.entered);
      assert.equal(login.status, 401);
      assert.match(login.page, /You are not a member of the project "Heart failure cohort"/);
      assert.match(login.page, /Please write to mona@hospital\.example/);
    });
  }

  it("turns the same browser away again, and leaves no member behind", async () => {
    const browser = new Browserless(environment.ca);
    for (let attempt = 1; attempt <= 2; attempt++) {
      const login = await logIn(environment, "erin", browser);
      assert.ok(!login.entered && login.status === 401);
    }
    const [erin] = (await environment.keycloak.get<{ id: string }[]>("/heart/users?username=erin")) ?? [];
    assert.deepEqual(await environment.keycloak.get(`/heart/users/${erin?.id}/groups`), []);
  });

  it("refuses a wrong password at the upstream", async () => {
    const login = await new Browserless(environment.ca).login(environment.client, {
      userName: "alice",
      password: "wrong",
    });
    assert.ok(!login.entered);
    assert.match(login.page, /Invalid username or password/);
    assert.ok(login.url.startsWith(environment.sandbox.lsAai.issuer), login.url);
  });

  const refusals: Record<string, Record<string, string>> = {
    "a request without PKCE": { code_challenge: "", code_challenge_method: "" },
    "the plain method of PKCE": { code_challenge_method: "plain" },
    "the implicit flow": { response_type: "token" },
    "a redirect elsewhere": { redirect_uri: "https://workbench.site.example/elsewhere" },
    "a redirect to a path below": { redirect_uri: "https://workbench.site.example/callback/below" },
  };
  for (const [what, changes] of Object.entries(refusals)) {
    it(`refuses ${what}`, async () => {
      const { identity, client } = environment;
      const query = Object.entries({
        response_type: "code",
        client_id: client.clientId,
        redirect_uri: client.redirectUri,
        scope: "openid",
        state: "s",
        code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        code_challenge_method: "S256",
        ...changes,
      }).filter(([, value]) => value !== "");
      const url = `${identity.issuer}/protocol/openid-connect/auth?${new URLSearchParams(query)}`;
      const response = await new Browserless(environment.ca).request(url);
      const location = response.headers.get("location") ?? "";
      assert.ok(!location.includes("code="), location);
      if (response.status === 302)
        assert.match(location, /[?#]error=(invalid_request|unauthorized_client|unsupported_response_type)/);
      else assert.equal(response.status, 400);
    });
  }

  it("refuses the password grant", async () => {
    const { identity, client, ca } = environment;
    const response = await new Browserless(ca).request(`${identity.issuer}/protocol/openid-connect/token`, {
      grant_type: "password",
      client_id: client.clientId,
      client_secret: client.clientSecret,
      username: "alice",
      password: "wrong",
    });
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { error: string }).error, "unauthorized_client");
  });

  it("opens neither the realm's account console nor a registration form", async () => {
    const { identity, ca } = environment;
    const account = `${identity.issuer}/protocol/openid-connect/auth?${new URLSearchParams({
      client_id: "account-console",
      redirect_uri: `${identity.issuer}/account`,
      response_type: "code",
      scope: "openid",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    })}`;
    const response = await new Browserless(ca).request(account);
    const page = await response.text();
    assert.equal(response.status, 401);
    assert.match(page, /This is no way in/);
    const registration = await new Browserless(ca).request(
      `${identity.issuer}/protocol/openid-connect/registrations?client_id=${environment.client.clientId}&response_type=code`,
    );
    assert.equal(registration.status, 400);
  });
});
