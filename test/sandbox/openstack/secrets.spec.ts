import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { cloudFolder } from "../../../sandbox/openstack/folder";
import { passwordHash } from "../../../sandbox/openstack/own-identity";
import { ensureCloudSecrets } from "../../../sandbox/openstack/secrets";
import { modeOf, useTemporaryFolder } from "../fixtures/temporary-folder";

describe("the cloud's secrets", () => {
  const temporary = useTemporaryFolder();
  const folder = () => cloudFolder(temporary(), "/run/spe0");

  it("are made once, no two alike, in files of their owner's alone", async () => {
    const secrets = await ensureCloudSecrets(folder());
    assert.deepEqual(Object.keys(secrets).sort(), [
      "admin",
      "balancers",
      "key-encryption",
      "operator",
      "other-operator",
      "service",
    ]);
    assert.equal(new Set(Object.values(secrets)).size, 6);
    assert.deepEqual(await ensureCloudSecrets(folder()), secrets);
    const file = folder().secret("operator");
    assert.equal(modeOf(file), "600");
    assert.equal(readFileSync(file, "utf8"), secrets.operator);
  });

  it("have the lengths that Octavia and Barbican want", async () => {
    const secrets = await ensureCloudSecrets(folder());
    assert.match(secrets.balancers, /^[\w-]{32}$/);
    assert.equal(Buffer.from(secrets["key-encryption"], "base64").length, 32);
  });

  it("are hashed as passlib hashes them, by which Keystone checks a password", () => {
    const salt = Buffer.from(Array.from({ length: 16 }, (_, index) => index));
    assert.equal(
      passwordHash("correct horse", salt),
      // passlib.hash.pbkdf2_sha512.using(rounds=1000, salt=bytes(range(16))).hash('correct horse')
      "$pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw$Xpx07WjVx4vCIvrmBRj8uOoVVtGqJqtUv2J5bhizSQs7osCteF7W4A61dZDqSIqQjO.dxO6p5FT/Uy7QRBXSXA",
    );
    assert.notEqual(passwordHash("correct horse"), passwordHash("correct horse"));
  });
});
