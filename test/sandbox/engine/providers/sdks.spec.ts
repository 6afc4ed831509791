import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sdkList } from "../../../../sandbox/engine/providers/sdks";

describe("the list of what the provider plugins answer to", () => {
  const written = readFileSync(join(__dirname, "../../../../sandbox/engine/providers/sdks.txt"), "utf8");

  // That the plugins serve what is listed is bridged_test.go's to say, and the integration tests'.
  it("is the one of the installed SDKs", () => {
    assert.equal(written, sdkList(), "run: npx tsx sandbox/engine/providers/sdks.ts");
  });

  it("has a version for each SDK and tokens of all of them", () => {
    const lines = written.trim().split("\n");
    assert.deepEqual(
      lines.filter((line) => line.includes(" ")).map((line) => line.replace(/ \d+\.\d+\.\d+$/, "")),
      ["command", "keycloak", "minio", "openstack"],
    );
    for (const token of [
      "command:local:run",
      "minio:index/s3Bucket:S3Bucket",
      "keycloak:index/getRealm:getRealm",
    ]) {
      assert.ok(lines.includes(token), `${token} is missing`);
    }
  });
});
