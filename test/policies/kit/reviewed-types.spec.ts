import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isReviewed, reviewedTypes } from "../../../policies/kit/reviewed-types";

const root = join(__dirname, "../../..");

/** The folder in which an installed SDK defines a type; undefined for other SDKs' types and Pulumi's own. */
function folderOf(type: string): string | undefined {
  const [provider = "", module = ""] = type.split(":");
  if (!["command", "keycloak", "kubernetes", "minio", "openstack"].includes(provider)) return undefined;
  const [group = "", version = ""] = module.split("/");
  // `rbac.authorization.k8s.io/v1` is in rbac/v1, `index/realm` at the top
  const path =
    provider === "kubernetes" ? [group.split(".")[0] ?? "", version] : [group.replace(/^index$/, "")];
  return join(root, "node_modules/@pulumi", provider, ...path);
}

describe("the reviewed types", () => {
  for (const type of reviewedTypes) {
    const folder = folderOf(type);
    if (folder !== undefined)
      it(`${type} is one of its provider's SDK`, () => {
        const name = `${type.split(":").at(-1)}.js`.toLowerCase();
        const file = readdirSync(folder).find((it) => it.toLowerCase() === name) ?? "";
        assert.ok(readFileSync(join(folder, file), "utf8").includes(`'${type}'`));
      });
  }

  it("include this project's components and dynamic resources, and Pulumi's own", () => {
    for (const type of [
      "spe:identity:ResearchRealm",
      "pulumi-nodejs:dynamic/storage:LoginProvider",
      "pulumi:pulumi:Stack",
    ])
      assert.equal(isReviewed(type), true, type);
  });

  it("include neither other programs nor what hides its parts", () => {
    for (const type of [
      "pulumi-nodejs:dynamic:Resource",
      "kubernetes:helm.sh/v3:Release",
      "openstack:index/taasTapMirrorV2:TaasTapMirrorV2",
      "spe:identity/realm:Realm",
      "aws:s3/bucket:Bucket",
    ])
      assert.equal(isReviewed(type), false, type);
  });
});
