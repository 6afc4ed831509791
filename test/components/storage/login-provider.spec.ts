import assert from "node:assert/strict";
import { type LoginInputs, provider } from "../../../components/storage/login-provider";

const inputs: LoginInputs = {
  serverUrl: "https://127.0.0.1:9",
  region: "",
  ca: "",
  accessKey: "admin",
  secretKey: "admin-secret",
  providerName: "heart",
  displayName: "heart",
  configUrl: "https://login.example.org/.well-known/openid-configuration",
  clientId: "heart-store",
  clientSecret: "client-secret",
  rolePolicy: "spe-heart-researcher",
  scopes: "openid",
  redirectUri: "https://console.example.org/oauth_callback",
};

const diff = (changes: Partial<LoginInputs>) =>
  provider.diff?.("heart", { ...inputs, roleArn: "arn" }, { ...inputs, ...changes });

// Making, reading, changing and deleting are proved on a real server.
describe("the login provider", () => {
  it("sees no difference where there is none", async () => {
    assert.deepEqual(await diff({}), { changes: false, replaces: [], deleteBeforeReplace: true });
  });

  for (const key of [
    "displayName",
    "configUrl",
    "clientSecret",
    "rolePolicy",
    "redirectUri",
    "secretKey",
  ] as const) {
    it(`changes a new ${key} in place`, async () => {
      assert.deepEqual(await diff({ [key]: "new" }), {
        changes: true,
        replaces: [],
        deleteBeforeReplace: true,
      });
    });
  }

  for (const key of ["providerName", "clientId", "region"] as const) {
    it(`replaces a provider for a new ${key}, which is another RoleArn or name`, async () => {
      assert.deepEqual(await diff({ [key]: "new" }), {
        changes: true,
        replaces: [key],
        deleteBeforeReplace: true,
      });
    });
  }

  it("refuses settings that MinIO's text cannot hold, and never tells the secret", async () => {
    const reason = 'it must be text without quotes, line ends and "<setting>="';
    const news = {
      ...inputs,
      displayName: 'a"b',
      scopes: "",
      configUrl: "x client_id=y",
      clientSecret: 'a"b',
    };
    assert.deepEqual(await provider.check?.(inputs, news), {
      inputs: news,
      failures: [
        { property: "displayName", reason },
        { property: "configUrl", reason },
        { property: "scopes", reason },
      ],
    });
  });

  it("names a server that cannot be reached", async () => {
    await assert.rejects(provider.create(inputs), {
      message:
        "MinIO at https://127.0.0.1:9 cannot be reached (ECONNREFUSED); check the URL and that the server runs",
    });
  });
});
