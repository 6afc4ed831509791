import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sandboxFolder } from "../../sandbox/folder";
import { ensureSecrets } from "../../sandbox/secrets";
import { modeOf, useTemporaryFolder } from "./fixtures/temporary-folder";

/** 256 bits in characters that a shell, a URL and a form take as they are. */
const random = /^[\w-]{43}$/;

const forms: Record<string, RegExp> = {
  "keycloak-admin": random,
  "keycloak-provisioner": random,
  "ls-aai-client": random,
  "minio-kms-key": /^spe-sandbox:[A-Za-z0-9+/]{43}=$/,
  "minio-provisioner": /^[0-9a-f]{40}$/, // MinIO takes at most 40 characters
  "minio-root-password": random,
  "minio-root-user": /^root-[0-9a-f]{16}$/,
  "person-alice": random,
  "person-bob": random,
  "person-carol": random,
  "person-dave": random,
  "person-erin": random,
  "person-frank": random,
  "person-mona": random,
  "pulumi-passphrase": random,
};

describe("the sandbox's secrets", () => {
  const temporary = useTemporaryFolder();
  const folder = () => sandboxFolder(temporary());
  const read = (): Record<string, string> => {
    const { directory } = folder().secrets;
    const names = readdirSync(directory).sort();
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name), "utf8")]));
  };

  it("are these, each in its form and no two alike", async () => {
    await ensureSecrets(folder());
    const secrets = read();
    assert.deepEqual(Object.keys(secrets), Object.keys(forms));
    for (const [name, form] of Object.entries(forms)) assert.match(secrets[name] ?? "", form, name);
    assert.equal(new Set(Object.values(secrets)).size, Object.keys(forms).length);
  });

  it("hold 256 bits where the server makes a key of them", async () => {
    await ensureSecrets(folder());
    const [, key = ""] = (read()["minio-kms-key"] ?? "").split(":");
    assert.equal(Buffer.from(key, "base64").length, 32);
  });

  it("are their owner's alone, also in a directory that was open before", async () => {
    const { directory } = folder().secrets;
    mkdirSync(directory);
    chmodSync(directory, 0o755);
    await ensureSecrets(folder());
    assert.equal(modeOf(directory), "700");
    for (const name of readdirSync(directory)) assert.equal(modeOf(join(directory, name)), "600", name);
  });

  it("are kept from start to start; only one that is missing is made", async () => {
    await ensureSecrets(folder());
    const first = read();
    await ensureSecrets(folder());
    assert.deepEqual(read(), first);
    rmSync(folder().secrets.person("bob"));
    await ensureSecrets(folder());
    const { "person-bob": second, ...others } = read();
    const { "person-bob": before, ...same } = first;
    assert.deepEqual(others, same);
    assert.notEqual(second, before);
  });

  it("are another sandbox's own", async () => {
    const other = sandboxFolder(join(temporary(), "other"));
    await ensureSecrets(folder());
    await ensureSecrets(other);
    const values = new Set(Object.values(read()));
    for (const name of Object.keys(forms))
      assert.equal(values.has(readFileSync(join(other.secrets.directory, name), "utf8")), false, name);
  });
});
