import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheDirectory } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import { processes } from "../support/process-list";
import { deployLungs } from "../support/second-environment";
import { StoreAdministrator } from "../support/store-administrator";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/** Looks for each secret that exists, as it is. A secret written in another form (base64, compressed) would not be found. */
describe("the secrets of the sandbox and of an environment", function () {
  this.timeout(2 * 60_000);
  let environment: TestEnvironment;
  /** Secret → what it is. */
  const planted = new Map<string, string>();
  /** Arguments of every process that was seen while an environment was made and taken away. */
  const seen = new Set<string>();

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    const { secrets } = sandboxFolder(environment.sandbox.stateDir);
    for (const file of readdirSync(secrets.directory)) {
      planted.set(readFileSync(join(secrets.directory, file), "utf8"), file);
    }
    const { clients, serviceAccounts } = environment.storage;
    for (const [name, { clientSecret }] of Object.entries(clients))
      planted.set(clientSecret, `client ${name}`);
    for (const [name, { secretKey }] of Object.entries(serviceAccounts))
      planted.set(secretKey, `machine ${name}`);
    const [console] =
      (await environment.keycloak.get<{ secret: string }[]>("/heart/clients?clientId=heart-store")) ?? [];
    planted.set(console?.secret ?? "", "console client");
    await watched(async () => {
      const lungs = await deployLungs(environment);
      lungs.deployment.unprotect();
      await lungs.deployment.destroy();
    });
  });

  async function watched(work: () => Promise<void>): Promise<void> {
    const timer = setInterval(() => {
      for (const line of processes("cmdline")) seen.add(line);
    }, 20);
    await work().finally(() => clearInterval(timer));
  }

  const found = (text: string): string[] =>
    [...planted].filter(([secret]) => text.includes(secret)).map(([, name]) => name);

  /** Which of the files below a folder hold which secrets. */
  const foundBelow = (folder: string, skip: (path: string) => boolean = () => false): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !skip(path))
      .flatMap((path) => found(readFileSync(path, "latin1")).map((name) => `${path}: ${name}`));

  it("are there, each long enough to be told from other text", () => {
    assert.ok(planted.size >= 18, `${planted.size}`);
    for (const [secret, name] of planted) assert.ok(secret.length >= 20, name);
  });

  it("would be found: each by its own file", () => {
    const { secrets } = sandboxFolder(environment.sandbox.stateDir);
    assert.equal(foundBelow(secrets.directory).length, readdirSync(secrets.directory).length);
  });

  it("stand in no state, history, stack file or log", () => {
    const { root, secrets, keycloak, minio, cloud } = sandboxFolder(environment.sandbox.stateDir);
    // the servers' own data holds what they check people by, and the disks of other specs' machines
    const own = [secrets.directory, join(keycloak.home, "data"), minio.data, join(cloud, "data")];
    assert.deepEqual(
      foundBelow(root, (path) => own.some((folder) => path.startsWith(folder))),
      [],
    );
    assert.deepEqual(
      foundBelow(cacheDirectory(), (path) => !path.endsWith(".log")),
      [],
    );
  });

  it("stand in no argument of any process", () => {
    assert.ok(
      [...seen].some((line) => line.includes("pulumi")),
      "no engine was seen",
    );
    assert.deepEqual(found([...seen].join("\n")), []);
  });

  it("stand in no output that is not marked secret", async () => {
    const { execFileSync } = await import("node:child_process");
    const args = ["stack", "output", "--json", "--stack", environment.deployment.stackName];
    const shown = execFileSync("pulumi", args, { env: environment.engine, encoding: "utf8" });
    assert.match(shown, /\[secret\]/);
    assert.deepEqual(found(shown), []);
  });

  it("lie in files of their owner's alone, as do the keys of certificates", () => {
    const { secrets, tls, root } = sandboxFolder(environment.sandbox.stateDir);
    const files = readdirSync(secrets.directory).map((name) => join(secrets.directory, name));
    for (const file of [...files, tls.caKey, tls.key]) assert.equal(statSync(file).mode & 0o777, 0o600, file);
    for (const folder of [root, secrets.directory, dirname(tls.key)]) {
      assert.equal(statSync(folder).mode & 0o777, 0o700, folder);
    }
  });

  it("stand in no provider of the object store as it shows itself", async () => {
    const store = new StoreAdministrator(environment);
    const shown = JSON.stringify(await store.admin.openIdProvider("heart"));
    await store.close();
    assert.deepEqual(found(shown), []);
  });
});
