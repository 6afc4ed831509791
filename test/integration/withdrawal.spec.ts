import assert from "node:assert/strict";
import { groupPath } from "../../components";
import { Browserless, claimsOf, type Login } from "../../sandbox/clients/browserless-login";
import { restoreEntitlements, setEntitlements } from "../support/entitlements";
import { PersonAtWork } from "../support/person-at-work";
import { realmPerson } from "../support/realm-person";
import { answerOf, s3Requests } from "../support/s3-requests";
import { sessionSettings } from "../support/session-settings";
import { logIn, startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const researcher = groupPath("heart", "researcher");

/**
 * What a person still can whose access is taken away without `spe revoke`; docs/withdrawing-access.md says it in words.
 * How long a thing lasts is in withdrawal-bounds.spec.ts. How soon the real LS AAI hands out a change is not shown.
 */
describe("a person who may no longer enter", () => {
  let environment: TestEnvironment;
  let frank: PersonAtWork;

  const groups = async () => (await realmPerson(environment, "frank"))?.groups.map(({ path }) => path);
  const isTurnedAway = (login: Login): void => {
    assert.ok(!login.entered);
    assert.equal(login.status, 401);
    assert.match(login.page, /You are not a member of the project "Heart failure cohort"/);
  };

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
  });

  const atWork = async (): Promise<void> => {
    frank = await PersonAtWork.begin(environment, "frank");
    assert.equal(await frank.puts(), "allowed");
  };

  describe("because the entitlement was withdrawn, before the next login at the upstream", () => {
    before(async () => {
      await atWork();
      await setEntitlements(environment, "frank", []);
    });
    after(() => restoreEntitlements(environment, "frank"));

    it("still has the group in the realm, which has not heard of it", async () => {
      assert.deepEqual(await groups(), [researcher]);
    });

    it("works on with keys that were bought, until the token's end", async () => {
      assert.equal(await frank.puts(), "allowed");
      const { exp, iat } = frank.tokens.access;
      assert.equal(Number(exp) - Number(iat), sessionSettings(environment).tokenMinutes * 60);
      assert.ok(Number(frank.keys.expiration) / 1000 <= Number(exp) + 1);
    });

    it("buys more with the token, for an hour at most", async () => {
      const keys = await frank.buy(3600);
      assert.equal(await frank.puts(keys), "allowed");
      assert.ok(Number(keys.expiration) <= Date.now() + 3_600_000);
      assert.equal(await answerOf(frank.buy(3601)), "403 AccessDenied");
    });

    it("keeps the session and its group by the refresh token, used before the session is idle too long", async () => {
      const { access, refreshToken = "" } = await frank.refresh();
      assert.deepEqual(access.groups, [researcher]);
      const { exp, iat } = claimsOf(refreshToken);
      assert.equal(Number(exp) - Number(iat), sessionSettings(environment).idleMinutes * 60);
    });

    it("comes in again with the realm's own cookie, which asks nobody", async () => {
      const login = await frank.login();
      assert.ok(login.entered);
      assert.equal(login.hops, 1);
      assert.deepEqual(login.tokens.access.groups, [researcher]);
    });
  });

  describe("because the entitlement was withdrawn, from the next login at the upstream on", () => {
    before(async () => {
      await atWork();
      await setEntitlements(environment, "frank", []);
    });
    after(() => restoreEntitlements(environment, "frank"));

    it("is refused with the page, in a fresh browser and again in it", async () => {
      const fresh = new Browserless(environment.ca);
      isTurnedAway(await logIn(environment, "frank", fresh));
      isTurnedAway(await logIn(environment, "frank", fresh));
    });

    it("has lost the group in the realm", async () => assert.deepEqual(await groups(), []));

    it("is refused in the browser with the cookies of realm and upstream, and with the realm's alone", async () => {
      isTurnedAway(await frank.login());
      await frank.browser.forgetUnder(`${environment.sandbox.lsAai.issuer}/`);
      isTurnedAway(await frank.login());
    });

    it("works on with keys and token from before, which nobody takes back", async () => {
      assert.equal(await frank.puts(), "allowed");
      assert.equal(await frank.puts(await frank.buy()), "allowed");
    });

    it("gets tokens without a group for the refresh token, which the store does not take", async () => {
      assert.equal((await frank.refresh()).access.groups, undefined);
      // not even for keys that open nothing: a request could give those a group by a parameter
      assert.equal(await answerOf(frank.buy()), "400 InvalidParameterValue");
    });

    it("is let in again when the entitlement is given back, as the same person with the same objects", async () => {
      await restoreEntitlements(environment, "frank");
      const { subject } = frank;
      frank = await PersonAtWork.begin(environment, "frank");
      assert.deepEqual(frank.tokens.access.groups, [researcher]);
      assert.equal(frank.subject, subject);
      const scratch = environment.storage.buckets.scratch ?? "";
      assert.deepEqual(await s3Requests.list(frank.s3(), scratch, `${subject}/work`), [
        `${subject}/work.txt`,
      ]);
    });
  });

  describe("because somebody took the group away in the realm by hand", () => {
    before(async () => {
      await atWork();
      const person = await realmPerson(environment, "frank");
      for (const { id } of person?.groups ?? [])
        await environment.keycloak.remove(`${person?.path}/groups/${id}`);
      assert.deepEqual(await groups(), []);
    });

    it("is refused in the browser with the realm's cookie", async () => isTurnedAway(await frank.login()));

    it("works on with keys from before", async () => assert.equal(await frank.puts(), "allowed"));

    it("gets tokens without a group for the refresh token, which the store does not take", async () => {
      assert.equal((await frank.refresh()).access.groups, undefined);
      // not even for keys that open nothing: a request could give those a group by a parameter
      assert.equal(await answerOf(frank.buy()), "400 InvalidParameterValue");
    });

    it("is back with the next login at the upstream: there the entitlement stands", async () => {
      frank = await PersonAtWork.begin(environment, "frank");
      assert.deepEqual(frank.tokens.access.groups, [researcher]);
      assert.equal(await frank.puts(), "allowed");
    });
  });
});
