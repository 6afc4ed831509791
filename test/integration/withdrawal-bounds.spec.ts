import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { stsParent } from "../../components";
import { claimsOf } from "../../sandbox/clients/browserless-login";
import { restoreEntitlements, setEntitlements } from "../support/entitlements";
import { PersonAtWork } from "../support/person-at-work";
import { answerOf } from "../support/s3-requests";
import { sessionSettings } from "../support/session-settings";
import { makeSimilarClient, removeClient } from "../support/similar-client";
import { StoreAdministrator } from "../support/store-administrator";
import { StoreConsole } from "../support/store-console";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const clientId = "brief";

/**
 * How long it lasts what a withdrawn person still can: each bound is awaited on a client that has it in seconds, and
 * compared with the realm's own. That the realm's minutes and hours pass as the client's seconds do is Keycloak's word.
 */
describe("what a withdrawn person still can ends", function () {
  this.timeout(30_000);
  let environment: TestEnvironment;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
  });

  afterEach(async () => {
    await restoreEntitlements(environment, "frank");
    await removeClient(environment, "heart", clientId);
  });

  /** frank at work by a client with bounds of its own, his entitlement withdrawn. */
  async function withdrawn(bounds: Record<string, string>): Promise<PersonAtWork> {
    const client = await makeSimilarClient(environment, "heart", "workbench", clientId, ({ attributes }) => ({
      attributes: { ...attributes, ...bounds },
    }));
    const frank = await PersonAtWork.begin(environment, "frank", client);
    await setEntitlements(environment, "frank", []);
    return frank;
  }

  const ofRealm = async (bound: string): Promise<number | undefined> =>
    (await environment.keycloak.get<Record<string, number>>("/heart"))?.[bound];
  const secondsSince = (start: unknown): number => Date.now() / 1000 - Number(start);
  /** Asks every half second until the answer is no longer `allowed`. */
  async function refusal(ask: () => Promise<string>): Promise<string> {
    for (;;) {
      const answer = await ask();
      if (answer !== "allowed") return answer;
      await pause(500);
    }
  }
  const refreshed = (person: PersonAtWork): Promise<string> =>
    person.refresh().then(
      () => "allowed",
      ({ message }: Error) => message,
    );

  it("for keys with the token that bought them, after sessions.tokenMinutes at most", async () => {
    const frank = await withdrawn({ "access.token.lifespan": "4" });
    assert.equal(await refusal(() => frank.puts()), "403 InvalidAccessKeyId");
    const past = secondsSince(frank.tokens.access.exp);
    assert.ok(past >= 0 && past < 3, `${past} s after the token's end`);
    assert.equal(await answerOf(frank.buy()), "400 InvalidParameterValue");
    assert.equal(await ofRealm("accessTokenLifespan"), sessionSettings(environment).tokenMinutes * 60);
  });

  it("for a session of the store's console, 15 minutes after its login, longer than sessions.tokenMinutes here", async () => {
    const { subject } = await PersonAtWork.begin(environment, "frank");
    const administrator = new StoreAdministrator(environment);
    const console = new StoreConsole(environment);
    const keys = async () =>
      (await administrator.admin.accessOfPeople(stsParent(subject, environment.identity.issuer))).flatMap(
        ({ temporary }) => temporary,
      );
    try {
      const before = (await keys()).map(({ accessKey }) => accessKey);
      const arrival = await console.walk("frank");
      assert.ok(arrival.arrived);
      await console.enter(arrival.url);
      await setEntitlements(environment, "frank", []);
      assert.equal((await console.call("GET", "buckets")).status, 200);
      const [own] = (await keys()).filter(({ accessKey }) => !before.includes(accessKey));
      const left = -secondsSince(Date.parse(own?.expires ?? "") / 1000);
      assert.ok(left > 890 && left <= 900, `${left} s`);
    } finally {
      await Promise.all([administrator.close(), console.close()]);
    }
  });

  it("for a session that is not used, after sessions.idleMinutes", async () => {
    const frank = await withdrawn({ "client.session.idle.timeout": "3" });
    const { exp } = claimsOf(frank.tokens.refreshToken ?? "");
    assert.equal(Number(exp) - Number(frank.tokens.access.iat), 3);
    while (Date.now() / 1000 <= Number(exp)) await pause(200);
    assert.match(await refreshed(frank), /invalid_grant/);
    assert.equal(await ofRealm("ssoSessionIdleTimeout"), sessionSettings(environment).idleMinutes * 60);
  });

  it("for a session that is used all the time, after sessions.maxHours", async () => {
    const frank = await withdrawn({ "client.session.max.lifespan": "5" });
    const start = frank.tokens.access.auth_time;
    assert.match(await refusal(() => refreshed(frank)), /invalid_grant/);
    const lasted = secondsSince(start);
    assert.ok(lasted >= 4 && lasted < 8, `${lasted} s`);
    assert.equal(await ofRealm("ssoSessionMaxLifespan"), sessionSettings(environment).maxHours * 3600);
  });
});
