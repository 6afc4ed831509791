import assert from "node:assert/strict";
import { consoleRedirectUri, storeClientId } from "../../components";
import { s3Requests } from "../support/s3-requests";
import { StoreAdministrator } from "../support/store-administrator";
import { StoreConsole } from "../support/store-console";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/** Buckets with an object to look for. */
const filled = ["heart-input", "heart-egress-request", "heart-release"];

/** How the console answers for what the store denies; of a download it says so with status 500. */
const denied = [403, /access denied/i] as const;
const downloadDenied = [500, /Access Denied/] as const;
const shown = [200, /./] as const;

/** What a person's session sees; `<own>` is the person's id in the realm. */
const views: Record<string, { buckets: string[]; answers: Record<string, readonly [number, RegExp]> }> = {
  alice: {
    buckets: ["heart-egress-request", "heart-input", "heart-scratch"],
    answers: {
      session: shown,
      "buckets/heart-input/objects": [200, /"data.csv"/],
      "buckets/heart-input/objects/download?prefix=data.csv": [200, /body of data.csv/],
      "buckets/heart-scratch/objects?prefix=<own>/": shown,
      "buckets/heart-scratch/objects?prefix=": denied,
      "buckets/heart-scratch/objects?prefix=somebody/": denied,
      "buckets/heart-release/objects": denied,
      "buckets/heart-release/objects/download?prefix=data.csv": downloadDenied,
      "admin/info": denied,
      users: denied,
    },
  },
  carol: {
    buckets: ["heart-egress-request", "heart-release"],
    answers: {
      session: shown,
      "buckets/heart-egress-request/objects/download?prefix=data.csv": [200, /body of data.csv/],
      "buckets/heart-input/objects": denied,
      "buckets/heart-release/objects/download?prefix=data.csv": downloadDenied,
    },
  },
};

/** MinIO's console by the requests that its pages send; that a browser shows the pages is not shown here. */
describe("the object store's console", () => {
  let environment: TestEnvironment;
  let administrator: StoreAdministrator;
  let page: StoreConsole;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    administrator = new StoreAdministrator(environment);
    for (const bucket of filled) await s3Requests.put(administrator.s3, bucket, "data.csv");
  });

  beforeEach(() => {
    page = new StoreConsole(environment);
  });

  afterEach(() => page.close());

  after(async () => {
    for (const bucket of filled) await administrator.emptyBucket(bucket);
    await administrator.close();
  });

  async function assertAnswer(path: string, [status, text]: readonly [number, RegExp], body?: unknown) {
    const answer = await page.call(body ? "POST" : "GET", path, body);
    assert.equal(answer.status, status, `${path}: ${answer.text}`);
    assert.match(answer.text, text);
  }

  async function enter(name: string): Promise<void> {
    const arrival = await page.walk(name);
    assert.ok(arrival.arrived, JSON.stringify(arrival));
    assert.equal((await page.enter(arrival.url)).status, 204);
  }

  it("offers the environment's login, by its own client and without PKCE, which it cannot do", async () => {
    const { href, searchParams } = await page.offer();
    assert.ok(href.startsWith(`${environment.identity.issuer}/protocol/openid-connect/auth?`), href);
    assert.equal(searchParams.get("client_id"), storeClientId("heart"));
    assert.equal(searchParams.get("redirect_uri"), consoleRedirectUri(environment.storage.consoleUrl));
    assert.equal(searchParams.get("code_challenge"), null);
  });

  it("shows nothing before a login, nor after one that the realm has not seen", async () => {
    await assertAnswer("session", denied);
    const callback = new URL(environment.storage.consoleUrl);
    callback.searchParams.set("code", "made-up");
    callback.searchParams.set("state", (await page.offer()).searchParams.get("state") ?? "");
    const { status, text } = await page.enter(callback);
    assert.equal(status, 500);
    assert.match(text, /Code not valid/);
    await assertAnswer("buckets", denied);
  });

  for (const [name, { buckets, answers }] of Object.entries(views)) {
    it(`lets ${name} in, who sees what the role policies allow`, async () => {
      await enter(name);
      const { text } = await page.call("GET", "buckets");
      const seen = (JSON.parse(text) as { buckets: { name: string }[] }).buckets;
      assert.deepEqual(seen.map(({ name }) => name).sort(), buckets);
      const [user] =
        (await environment.keycloak.get<{ id: string }[]>(`/heart/users?username=${name}&exact=true`)) ?? [];
      for (const [path, answer] of Object.entries(answers))
        await assertAnswer(path.replace("<own>", user?.id ?? ""), answer);
    });
  }

  it("makes no bucket and no access key for alice", async () => {
    await enter("alice");
    await assertAnswer("buckets", denied, { name: "heart-more" });
    await assertAnswer("service-account-credentials", denied, {
      accessKey: "made-by-alice",
      secretKey: "made-by-alice",
    });
  });

  for (const name of ["dave", "erin"]) {
    it(`is closed to ${name}, whom the realm turns away with its page`, async () => {
      const arrival = await page.walk(name);
      assert.ok(!arrival.arrived);
      assert.equal(arrival.status, 401);
      assert.match(arrival.page, /You are not a member of the project "Heart failure cohort"/);
    });
  }
});
