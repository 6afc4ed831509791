import assert from "node:assert/strict";
import { Browserless, type Credentials, type Login } from "../../sandbox/clients/browserless-login";
import { deNbiEntitlement, lsAaiPerson } from "../../sandbox/ls-aai/people";
import { lsAaiRealm, userDocument } from "../../sandbox/ls-aai/realm";
import { deployLungs } from "../support/second-environment";
import { StoreAdministrator } from "../support/store-administrator";
import {
  credentialsOf,
  logIn,
  startTimeout,
  type TestEnvironment,
  testEnvironment,
} from "../support/test-sandbox";

/** Both ways of asking for a second factor, on real servers. That real authenticator apps agree is left to RFC 6238. */
describe("a second factor", function () {
  this.timeout(2 * 60_000);
  let heart: TestEnvironment;

  before(async function () {
    this.timeout(startTimeout);
    heart = await testEnvironment();
  });

  describe("that the upstream asks for", () => {
    const password = "a-password-of-the-stand-in";
    const entitlements = [deNbiEntitlement("heart")];
    const people = {
      careless: lsAaiPerson("careless", entitlements, ["https://refeds.org/assurance"]),
      careful: lsAaiPerson("careful", entitlements),
    };
    const ids: string[] = [];

    before(async () => {
      for (const person of Object.values(people)) {
        ids.push(String(await heart.keycloak.post(`/${lsAaiRealm}/users`, userDocument(person, password))));
      }
    });

    after(async () => {
      for (const id of ids) await heart.keycloak.remove(`/${lsAaiRealm}/users/${id}`);
    });

    const attempt = (userName: string): Promise<Login> =>
      new Browserless(heart.ca).login(heart.client, { userName, password });

    it("lets in who comes with it", async () => {
      assert.equal((await attempt("careful")).entered, true);
    });

    it("turns away who comes without, with a page that says what to do", async () => {
      const login = await attempt("careless");
      assert.ok(!login.entered);
      assert.equal(login.status, 401);
      assert.match(login.page, /needs a login with a second factor\. Set one up at your login service/);
    });
  });

  describe("that the realm asks for", () => {
    let lungs: TestEnvironment;
    let dave: Credentials;

    before(async () => {
      lungs = await deployLungs(heart, { secondFactor: { by: "realm" } });
      dave = credentialsOf(heart.sandbox, "dave");
    });

    after(async () => {
      const store = new StoreAdministrator(heart);
      await store.emptyBucket("lungs-scratch");
      await store.close();
      lungs.deployment.unprotect();
      await lungs.deployment.destroy();
    });

    const attempt = (person: Credentials): Promise<Login> =>
      new Browserless(lungs.ca).login(lungs.client, person);

    it("is set up at the first login, before the person is in", async () => {
      assert.equal((await attempt(dave)).entered, true);
      assert.ok(dave.oneTimeSecret);
    });

    it("is asked for at the next one", async () => {
      assert.equal((await attempt(dave)).entered, true);
    });

    it("turns away who has the password alone, or another secret", async () => {
      const { userName, password } = dave;
      assert.equal((await attempt({ userName, password })).entered, false);
      assert.equal(
        (await attempt({ userName, password, oneTimeSecret: "another-secret-of-20" })).entered,
        false,
      );
    });

    it("is nothing that the other environment asks for", async () => {
      assert.equal((await logIn(heart, "alice")).entered, true);
    });
  });
});
