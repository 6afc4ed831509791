import assert from "node:assert/strict";
import { groupPath } from "../../components";
import type { Credentials } from "../../sandbox/clients/browserless-login";
import { Browserless } from "../../sandbox/clients/browserless-login";
import { deNbiEntitlement, lsAaiPerson } from "../../sandbox/ls-aai/people";
import { setEntitlements } from "../support/entitlements";
import { closeAccount, openAccount } from "../support/ls-aai-account";
import { realmPerson } from "../support/realm-person";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const person = lsAaiPerson("greta", []);
const researcher = [groupPath("heart", "researcher")];

/** What people leave behind in the realm, and what follows when it is deleted. Keycloak's own list of events is not read. */
describe("the record of a person who was refused", () => {
  let environment: TestEnvironment;
  let greta: Credentials;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    greta = await openAccount(environment, person);
  });

  after(() => closeAccount(environment, "heart", person.userName));

  /** Logs greta in and gives the groups of her token, or the page that refused. */
  async function logIn(): Promise<unknown> {
    const login = await new Browserless(environment.ca).login(environment.client, greta);
    return login.entered ? login.tokens.access.groups : login.page;
  }

  async function record() {
    const found = await realmPerson(environment, person.userName);
    assert.ok(found, "the realm has no record of greta");
    return found;
  }

  it("is not there before the first login", async () =>
    assert.equal(await realmPerson(environment, person.userName), undefined));

  it("holds name, e-mail and what the upstream said, but no group and no session", async () => {
    assert.match(String(await logIn()), /You are not a member/);
    const { path, enabled, attributes, groups, sessions } = await record();
    assert.deepEqual({ enabled, groups, sessions }, { enabled: true, groups: [], sessions: 0 });
    assert.deepEqual(attributes.lsaai_sub, [person.subject]);
    const { email } = (await environment.keycloak.get<{ email: string }>(path)) ?? {};
    assert.equal(email, "greta@example.org");
  });

  it("can be deleted; the next attempt is refused as well and leaves a new one", async () => {
    const { path, id } = await record();
    await environment.keycloak.remove(path);
    assert.equal(await realmPerson(environment, person.userName), undefined);
    assert.match(String(await logIn()), /You are not a member/);
    assert.notEqual((await record()).id, id);
  });

  it("becomes a member's with the entitlement, and that member is another person to the store when it is deleted", async () => {
    const { id } = await record();
    await setEntitlements(environment, person.userName, [deNbiEntitlement("heart")]);
    assert.deepEqual(await logIn(), researcher);
    const { path, id: kept } = await record();
    assert.equal(kept, id);
    await environment.keycloak.remove(path);
    assert.deepEqual(await logIn(), researcher);
    assert.notEqual((await record()).id, id);
  });

  it("is the lock of a person whose access was ended: deleted, it lets the person in", async () => {
    const { path } = await record();
    const user = await environment.keycloak.get<object>(path);
    await environment.keycloak.put(path, { ...user, enabled: false });
    assert.match(String(await logIn()), /Account is disabled/);
    await environment.keycloak.remove(path);
    assert.deepEqual(await logIn(), researcher);
  });
});
