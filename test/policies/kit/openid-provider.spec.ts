import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { checkOpenIdProviders } from "../../../policies/kit/openid-provider";

/** What each provider says, by where it stands. */
function providersIn(type: string, props: Record<string, unknown>): unknown[] {
  const found: unknown[] = [];
  const resource = { type, name: "a", urn: "a", props } as PolicyResource;
  const report = (message: string): unknown => found.push(message);
  checkOpenIdProviders([resource], report, (settings, refuse, isOpen) =>
    refuse(
      `${isOpen ? "open" : "secret"} ${settings.map(({ name, read }) => `${name}=${read()}`).join(" ")}`,
    ),
  );
  return found;
}

describe("checkOpenIdProviders", () => {
  it("tells the providers of one server apart by the ends of their names", () => {
    const data = {
      MINIO_IDENTITY_OPENID_ROLE_POLICY: "one",
      MINIO_IDENTITY_OPENID_CONFIG_URL: "https://one.example",
      MINIO_IDENTITY_OPENID_ROLE_POLICY_TWO: "two",
      MINIO_IDENTITY_OPENID_DISPLAY_NAME_TWO: "Two",
    };
    assert.deepEqual(providersIn("kubernetes:core/v1:ConfigMap", { data }), [
      'config map "a" open role_policy=one config_url=https://one.example',
      'config map "a" open role_policy=two',
    ]);
  });

  it("takes names that are not MinIO's alone only from what is about MinIO", () => {
    const values = { oidc: { rolePolicy: "one" } };
    assert.deepEqual(providersIn("kubernetes:helm.sh/v4:Chart", { chart: "minio", values }), [
      'chart "a" secret role_policy=one',
    ]);
    assert.deepEqual(providersIn("kubernetes:helm.sh/v4:Chart", { chart: "portal", values }), []);
    assert.deepEqual(providersIn("kubernetes:core/v1:Secret", { stringData: { rolePolicy: "one" } }), []);
  });

  it("finds none in other resources", () => {
    assert.deepEqual(providersIn("minio:index/s3Bucket:S3Bucket", { rolePolicy: "one" }), []);
  });
});
