import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { stsParent } from "../../components";
import { Browserless, type Login } from "../../sandbox/clients/browserless-login";
import type { StoreKeys } from "../../sandbox/clients/object-store-clients";
import { sandboxFolder } from "../../sandbox/folder";
import { makeAccessKey } from "../support/access-key";
import { PersonAtWork } from "../support/person-at-work";
import { realmPerson } from "../support/realm-person";
import { sessionSettings } from "../support/session-settings";
import { type SpeRun, spe } from "../support/spe-command";
import { StoreAdministrator } from "../support/store-administrator";
import { StoreConsole } from "../support/store-console";
import { logIn, startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/**
 * `spe revoke` as a process, on a person whose entitlement stands. Its wrong inputs are in revoke-refusals.spec.ts.
 * Not shown: tools that ask the realm about a token themselves, and sessions of portals that do not.
 */
describe("spe revoke", function () {
  this.timeout(60_000);
  let environment: TestEnvironment;
  let store: StoreAdministrator;
  let console: StoreConsole;
  let frank: PersonAtWork;
  let bob: PersonAtWork;
  /** Made by frank while the guard was away: the one thing that would outlive everything. */
  let accessKey: StoreKeys;
  /** What frank had when the command began. */
  let had: { sessions: number; temporary: number; accessKeys: string[] };
  let began: number;
  let run: SpeRun;

  const revoke = (name = "frank"): Promise<SpeRun> =>
    spe(environment, ["revoke", "local", name, "--config-file", environment.deployment.configFile]);
  const access = async () => {
    const people = await store.admin.accessOfPeople(stsParent(frank.subject, environment.identity.issuer));
    return {
      temporary: people.flatMap(({ temporary }) => temporary).length,
      accessKeys: people.flatMap(({ accessKeys }) => accessKeys.map((it) => it.accessKey)),
    };
  };
  const isLockedOut = (login: Login): void => {
    assert.ok(!login.entered);
    assert.equal(login.status, 400);
    assert.match(login.page, /Account is disabled, contact your administrator/);
  };

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    store = new StoreAdministrator(environment);
    frank = await PersonAtWork.begin(environment, "frank");
    bob = await PersonAtWork.begin(environment, "bob");
    accessKey = await makeAccessKey(environment, frank.keys, "frank-own-key");
    for (const keys of [frank.keys, accessKey]) assert.equal(await frank.puts(keys), "allowed");
    console = new StoreConsole(environment);
    const arrival = await console.walk("frank");
    assert.ok(arrival.arrived);
    await console.enter(arrival.url);
    assert.equal((await console.call("GET", "buckets")).status, 200);
    had = { sessions: (await realmPerson(environment, "frank"))?.sessions ?? 0, ...(await access()) };
    began = Date.now();
    run = await revoke();
  });

  after(async () => {
    const person = await realmPerson(environment, "frank");
    if (person && !person.enabled) await spe(environment, unlocking());
    await Promise.all([store.close(), console.close()]);
  });

  it("says who it was, what was ended, and what remains until when", () => {
    assert.deepEqual([run.code, run.errors], [0, ""]);
    assert.ok(had.sessions >= 1 && had.temporary >= 1);
    const until = /until (\S+) a token/.exec(run.output)?.[1] ?? "";
    assert.equal(
      run.output,
      `person    frank (${frank.subject}) in realm "heart"
login     locked, whatever the upstream login says
sessions  ${had.sessions} ended
store     ${had.temporary} temporary credentials revoked, 1 access keys removed
remains   until ${until} a token that frank already has could buy new credentials;
          after that, end these as well: spe revoke local frank --config-file ${environment.deployment.configFile}
`,
    );
    const tokenLife = sessionSettings(environment).tokenMinutes * 60_000;
    assert.ok(Date.parse(until) >= began + tokenLife && Date.parse(until) <= Date.now() + tokenLife);
    assert.ok(Number(frank.tokens.access.exp) * 1000 <= Date.parse(until));
  });

  it("has the store refuse temporary keys and access keys at once", async () => {
    assert.deepEqual(had.accessKeys, [accessKey.accessKeyId]);
    for (const keys of [frank.keys, accessKey])
      assert.equal(await frank.puts(keys), "403 InvalidAccessKeyId");
    assert.deepEqual((await access()).accessKeys, []);
  });

  it("ends a session of the store's console", async () => {
    const { status, text } = await console.call("GET", "buckets");
    assert.equal(status, 401);
    assert.match(text, /invalid session/);
  });

  it("ends the sessions: the refresh token is refused", async () => {
    assert.equal((await realmPerson(environment, "frank"))?.sessions, 0);
    await assert.rejects(frank.refresh(), /answered 400: \{"error":"invalid_grant"/);
  });

  it("locks the person out though the entitlement stands, in a fresh browser and with old cookies", async () => {
    isLockedOut(await logIn(environment, "frank"));
    isLockedOut(await frank.login());
  });

  it("leaves the group, which opens nothing without a login", async () => {
    const { groups } = (await realmPerson(environment, "frank")) ?? {};
    assert.deepEqual(
      groups?.map(({ path }) => path),
      ["/heart/researcher"],
    );
  });

  it("leaves others alone: bob's keys, session and login go on", async () => {
    assert.equal(await bob.puts(), "allowed");
    assert.deepEqual((await bob.refresh()).access.groups, ["/heart/researcher"]);
    assert.equal(await bob.puts(await bob.buy()), "allowed");
    assert.ok((await logIn(environment, "bob", new Browserless(environment.ca))).entered);
  });

  it("leaves a token that was there already, which buys keys until it expires; done again, it ends these", async () => {
    const bought = await frank.buy();
    assert.equal(await frank.puts(bought), "allowed");
    const again = await revoke();
    assert.equal(again.code, 0);
    assert.match(
      again.output,
      /^sessions {2}0 ended\nstore {5}1 temporary credentials revoked, 0 access keys removed$/m,
    );
    assert.equal(await frank.puts(bought), "403 InvalidAccessKeyId");
  });

  it("shows no secret in a command line of any process while it runs, and prints none", () => {
    const { secrets } = sandboxFolder(environment.sandbox.stateDir);
    const files = [
      secrets.keycloakProvisioner,
      secrets.lsAaiClient,
      secrets.minioProvisioner,
      secrets.passphrase,
    ];
    const values = [
      ...files.map((file) => readFileSync(file, "utf8").trim()),
      environment.client.clientSecret,
    ];
    const lines = [...run.commandLines];
    assert.ok(lines.some((line) => line.startsWith("pulumi config --json --show-secrets")));
    for (const value of values) {
      assert.ok(value.length >= 16);
      assert.ok(!lines.some((line) => line.includes(value)), "a secret is in a command line");
      assert.ok(!`${run.output}${run.errors}`.includes(value), "a secret was printed");
    }
  });

  describe("and spe unlock", () => {
    it("lets the person in again, with all rights that the entitlement gives", async () => {
      const { code, output, errors } = await spe(environment, unlocking());
      assert.deepEqual(
        { code, output, errors },
        { code: 0, output: `frank (${frank.subject}) may log in to realm "heart" again\n`, errors: "" },
      );
      const { subject } = frank;
      frank = await PersonAtWork.begin(environment, "frank");
      assert.equal(frank.subject, subject);
      assert.equal(await frank.puts(), "allowed");
    });

    it("gives nothing back that was ended", async () =>
      assert.equal(await frank.puts(accessKey), "403 InvalidAccessKeyId"));

    it("takes the id at the upstream as well as the user name", async () => {
      const { subject } = environment.sandbox.lsAai.people.find(({ name }) => name === "frank") ?? {};
      const { code, output } = await revoke(subject);
      assert.equal(code, 0);
      assert.match(output, new RegExp(`^person {4}frank \\(${frank.subject}\\)`));
      assert.equal(await frank.puts(), "403 InvalidAccessKeyId");
      assert.equal((await spe(environment, unlocking(subject))).code, 0);
      assert.ok((await logIn(environment, "frank")).entered);
    });
  });

  const unlocking = (name = "frank") => [
    "unlock",
    "local",
    name,
    "--config-file",
    environment.deployment.configFile,
  ];
});
