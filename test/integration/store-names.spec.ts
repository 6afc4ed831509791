import assert from "node:assert/strict";
import { Browserless } from "../../sandbox/clients/browserless-login";
import { deNbiEntitlement, type LsAaiPerson, lsAaiPerson } from "../../sandbox/ls-aai/people";
import { closeAccount, openAccount, renameAccount } from "../support/ls-aai-account";
import { answerOf, s3Requests } from "../support/s3-requests";
import { StoreAdministrator } from "../support/store-administrator";
import { enterStore } from "../support/store-session";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const realm = "heart";

/** A researcher of the project with an account of any user name. */
const researcher = (name: string, userName = name): LsAaiPerson => ({
  ...lsAaiPerson(name, [deNbiEntitlement("heart")]),
  userName,
});

/** User names as a way to somebody else's data. Prefixes by user name, which a site may ask for, are not tried. */
describe("a user name", () => {
  let environment: TestEnvironment;
  const opened = new Set<string>();

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
  });

  afterEach(async () => {
    for (const userName of opened) await closeAccount(environment, realm, userName);
    opened.clear();
  });

  function open(person: LsAaiPerson) {
    opened.add(person.userName);
    return openAccount(environment, person);
  }

  async function rename(from: string, to: string): Promise<void> {
    opened.add(to);
    await renameAccount(environment, from, to);
  }

  for (const userName of ["*", "b?b", "gr?ce*"]) {
    it(`"${userName}", a pattern in a policy, is turned away at the door in spite of the entitlement`, async () => {
      const credentials = await open(researcher("grace", userName));
      const login = await new Browserless(environment.ca).login(environment.client, credentials);
      assert.ok(!login.entered);
      assert.equal(login.status, 401);
      assert.match(
        login.page,
        /Your user name has characters that the project "Heart failure cohort" cannot use/,
      );
    });
  }

  it("without such characters is let in with the same entitlement", async () => {
    const credentials = await open(researcher("grace", "gr-ce.1"));
    const { tokens } = await enterStore(environment, credentials);
    assert.deepEqual(tokens.access.groups, ["/heart/researcher"]);
  });

  it("that was freed leads its new holder to a prefix of their own, not to the old holder's", async () => {
    const administrator = new StoreAdministrator(environment);
    const { scratch = "" } = environment.storage.buckets;
    try {
      const credentials = await open(researcher("grace"));
      const before = await enterStore(environment, credentials);
      const key = `${before.subject}/hers.txt`;
      await s3Requests.put(before.s3, scratch, key);

      await rename("grace", "grace-moved");
      const renamed = await enterStore(environment, { ...credentials, userName: "grace-moved" });
      assert.equal(renamed.tokens.access.preferred_username, "grace-moved");
      assert.equal(renamed.subject, before.subject);
      assert.equal(await s3Requests.get(renamed.s3, scratch, key), `body of ${key}`);

      const namesake = await open({ ...researcher("grace-the-second"), userName: "grace" });
      const after = await enterStore(environment, namesake);
      assert.equal(after.tokens.access.preferred_username, "grace");
      assert.notEqual(after.subject, before.subject);
      for (const request of ["get", "put", "delete"] as const)
        assert.equal(await answerOf(s3Requests[request](after.s3, scratch, key)), "403 AccessDenied");
      for (const prefix of [`${before.subject}/`, "grace/"])
        assert.equal(await answerOf(s3Requests.list(after.s3, scratch, prefix)), "403 AccessDenied");
      assert.equal(await answerOf(s3Requests.put(after.s3, scratch, `${after.subject}/own.txt`)), "allowed");
    } finally {
      await administrator.emptyBucket(scratch);
      await administrator.close();
    }
  });

  it("that is freed but not yet synced lets nobody new in", async () => {
    const credentials = await open(researcher("grace"));
    await enterStore(environment, credentials);
    await rename("grace", "grace-moved");
    const namesake = await open({ ...researcher("grace-the-second"), userName: "grace" });
    const login = await new Browserless(environment.ca).login(environment.client, namesake);
    assert.ok(!login.entered);
    assert.equal(login.status, 409);
    assert.match(login.page, /User with username grace already exists/);
  });
});
