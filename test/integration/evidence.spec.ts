import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spe } from "../support/spe-command";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/** The report on an environment that stands; what it says of others is in test/automation/evidence. */
describe("spe evidence", function () {
  this.timeout(60_000);
  let environment: TestEnvironment;
  let folder: string;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    folder = environment.sandbox.stateDir;
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    writeFileSync(join(folder, "key.pem"), privateKey.export({ format: "pem", type: "pkcs8" }), {
      mode: 0o600,
    });
    writeFileSync(join(folder, "key.pub.pem"), publicKey.export({ format: "pem", type: "spki" }));
  });

  const report = (...more: string[]) =>
    spe(environment, [
      "evidence",
      "local",
      "--config-file",
      environment.deployment.configFile,
      "--key",
      join(folder, "key.pem"),
      "--output",
      join(folder, "evidence"),
      ...more,
    ]);

  const verify = (file: string) =>
    spe(environment, ["evidence", "verify", file, "--public-key", join(folder, "key.pub.pem")]);

  it("reports on the stack that stands: nothing is unmet, and only the secrets cannot be judged", async () => {
    const { code, output, errors } = await report();
    assert.equal(code, 2, errors);
    assert.equal(errors, "");
    const { rules } = JSON.parse(readFileSync(join(folder, "evidence/evidence.json"), "utf8"));
    const named = (status: string): string[] =>
      rules
        .filter((it: { status: string }) => it.status === status)
        .map(({ name }: { name: string }) => name);
    assert.deepEqual(named("not met"), []);
    assert.deepEqual(named("could not judge"), ["safe-settings-secret-unguessable"]);
    assert.ok(named("met").includes("safe-outputs-audit-kept"));
    assert.ok(output.includes("signed; each signature stands beside its file"));
  });

  it("is content where a person answers for the secrets", async () => {
    const declarations = join(folder, "declarations.yaml");
    writeFileSync(
      declarations,
      'declarations: [{ statement: "2.8.05", who: Ada Example, when: 2026-01-01, document: ISMS-9 }]\n',
    );
    const { code, errors } = await report("--declarations", declarations);
    assert.equal(code, 0, errors);
  });

  it("shows none of the servers' and the environment's secrets", async () => {
    await report();
    const secrets = readdirSync(join(folder, "secrets")).map((name) =>
      readFileSync(join(folder, "secrets", name), "utf8").trim(),
    );
    assert.ok(secrets.length > 5);
    for (const name of readdirSync(join(folder, "evidence"))) {
      const text = readFileSync(join(folder, "evidence", name), "utf8");
      for (const secret of secrets) assert.ok(secret !== "" && !text.includes(secret), name);
    }
  });

  it("verifies what it signed, and nothing that is different in one byte", async () => {
    await report();
    for (const name of ["evidence.json", "evidence.md", "evidence.html"]) {
      const file = join(folder, "evidence", name);
      const signed = await verify(file);
      assert.deepEqual([signed.code, signed.output], [0, `${file} is what the owner of the key signed\n`]);
      const bytes = readFileSync(file);
      bytes[100] = (bytes[100] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      const changed = await verify(file);
      assert.deepEqual(
        [changed.code, changed.output],
        [1, `${file} is NOT what the owner of the key signed\n`],
      );
    }
  });

  it("says so where there is no such stack, key or file", async () => {
    const wrong = await spe(environment, [
      "evidence",
      "elsewhere",
      "--config-file",
      environment.deployment.configFile,
    ]);
    assert.equal(wrong.code, 3);
    assert.match(
      wrong.errors,
      /^the state of the stack "elsewhere" has a problem:\n.*no stack named 'elsewhere' found/,
    );
    assert.equal((await report("--key", join(folder, "none.pem"))).code, 3);
    assert.equal((await verify(join(folder, "none.json"))).code, 3);
  });
});
