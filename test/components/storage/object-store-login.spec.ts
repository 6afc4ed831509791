import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ObjectStoreLogin, type ObjectStoreLoginArgs } from "../../../components/storage/object-store-login";
import { assertWellBuilt, recordResources } from "../../support/record";

const args: ObjectStoreLoginArgs = {
  projectId: "heart-trial",
  server: {
    url: "https://s3.example.org",
    region: "de-bi",
    ca: "PEM",
    accessKey: "admin",
    secretKey: "admin-secret",
  },
  consoleUrl: "https://console.example.org",
  discoveryUrl: "https://login.example.org/realms/heart/.well-known/openid-configuration",
  clientId: "heart-trial-store",
  clientSecret: "client-secret",
  policies: ["spe-heart-trial-researcher", "spe-heart-trial-guard"],
};

// That the provider does what it says is proved on a real server.
describe("ObjectStoreLogin", () => {
  it("registers the server's OpenID provider, its keys secret", async () => {
    const recorded = await recordResources(() => new ObjectStoreLogin("heart-login", args));
    assertWellBuilt(recorded.filter(({ type }) => type.startsWith("spe:")));
    assert.deepEqual(
      recorded.map(({ type, name, parent }) => ({ type, name, parent })),
      [
        { type: "spe:storage:ObjectStoreLogin", name: "heart-login", parent: undefined },
        { type: "pulumi-nodejs:dynamic/storage:LoginProvider", name: "heart-login", parent: "heart-login" },
      ],
    );
    const [, provider] = recorded;
    const { __provider, ...inputs } = provider?.inputs ?? {};
    assert.deepEqual(inputs, {
      serverUrl: "https://s3.example.org",
      region: "de-bi",
      ca: "PEM",
      accessKey: "admin",
      secretKey: "admin-secret",
      providerName: "heart_trial",
      displayName: "heart-trial",
      configUrl: "https://login.example.org/realms/heart/.well-known/openid-configuration",
      clientId: "heart-trial-store",
      clientSecret: "client-secret",
      rolePolicy: "spe-heart-trial-researcher,spe-heart-trial-guard",
      scopes: "openid,profile,email",
      redirectUri: "https://console.example.org/oauth_callback",
    });
    assert.deepEqual(provider?.secrets.sort(), ["accessKey", "clientSecret", "secretKey"]);
    const { additionalSecretOutputs }: pulumi.CustomResourceOptions = provider?.opts ?? {};
    assert.deepEqual(additionalSecretOutputs, ["accessKey", "secretKey", "clientSecret"]);
  });

  it("tells the role and where the console's login comes back to", async () => {
    const told: string[] = [];
    await recordResources(() => {
      const { roleArn, redirectUri } = new ObjectStoreLogin("heart-login", args);
      pulumi.all([roleArn, redirectUri]).apply((values) => told.push(...values));
    });
    assert.deepEqual(told, [
      "arn:minio:iam:de-bi::role/fyNVFCp2ulQ5UtHeNfq0BRwLoA4",
      "https://console.example.org/oauth_callback",
    ]);
  });

  const wrong: [string, Partial<ObjectStoreLoginArgs>, string][] = [
    [
      "a server without TLS",
      { server: { ...args.server, url: "http://s3.example.org" } },
      'server must have an https origin without a path as url, such as "https://s3.example.org", got "http://s3.example.org"',
    ],
    [
      "a console's path",
      { consoleUrl: "https://s3.example.org/console" },
      'consoleUrl must be an https origin without a path, got "https://s3.example.org/console"',
    ],
    [
      "a client id",
      { clientId: "Heart" },
      'clientId must be 3 to 63 lower-case letters, digits or hyphens, got "Heart"',
    ],
    [
      "a display name",
      { displayName: 'Heart "trial"' },
      `displayName must hold no quotes, line ends or "=", got "Heart "trial""`,
    ],
  ];
  for (const [what, changes, message] of wrong) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        recordResources(() => new ObjectStoreLogin("heart-login", { ...args, ...changes })),
        { message: `object store login "heart-login": ${message}` },
      );
    });
  }
});
