/** What a program registers without an engine. That the verdict is the engine's, test/integration/check.spec.ts shows. */
import assert from "node:assert/strict";
import * as keycloak from "@pulumi/keycloak";
import * as minio from "@pulumi/minio";
import * as pulumi from "@pulumi/pulumi";
import { build, record } from "../../../automation/check/build";
import type { Registered } from "../../../automation/check/recording-monitor";
import { parseSettings } from "../../../infra/settings";
import { unknown } from "../../../policies/judge";
import { stackFile } from "../../infra/settings/right-settings";

const find = (resources: readonly Registered[], name: string): Registered => {
  const found = resources.find((resource) => resource.name === name);
  assert.ok(found, name);
  return found;
};

describe("building without an engine", () => {
  it("names resources as the engine does, below components and the stack", async () => {
    const resources = await record("trial", () => {
      const outer = new pulumi.ComponentResource("spe:test:Outer", "outer");
      const inner = new pulumi.ComponentResource("spe:test:Inner", "inner", {}, { parent: outer });
      new minio.S3Bucket("bucket", {}, { parent: inner });
    });
    assert.deepEqual(
      resources.map(({ urn }) => urn),
      [
        "urn:pulumi:trial::spe::pulumi:pulumi:Stack::spe-trial",
        "urn:pulumi:trial::spe::spe:test:Outer::outer",
        "urn:pulumi:trial::spe::spe:test:Outer$spe:test:Inner::inner",
        "urn:pulumi:trial::spe::pulumi:providers:minio::default_0_17_1",
        "urn:pulumi:trial::spe::spe:test:Outer$spe:test:Inner$minio:index/s3Bucket:S3Bucket::bucket",
      ],
    );
  });

  it("takes down inputs, options, provider, and what each input comes from", async () => {
    const resources = await record("trial", () => {
      const provider = new minio.Provider("store", { minioServer: "s3", minioSsl: true });
      const user = new minio.IamUser("user", { name: "mount", tags: { team: "data" } }, { provider });
      new minio.IamServiceAccount(
        "keys",
        { targetUser: user.name, policy: user.status },
        { provider, protect: true, ignoreChanges: ["policy"], additionalSecretOutputs: ["accessKey"] },
      );
    });
    const { props, opts, provider, dependencies } = find(resources, "keys");
    const user = "urn:pulumi:trial::spe::minio:index/iamUser:IamUser::user";
    // the name was given; what the server says of the user is not known
    assert.deepEqual(
      [props.targetUser, props.policy, dependencies],
      ["mount", unknown, { policy: [user], targetUser: [user] }],
    );
    assert.deepEqual(
      [opts?.protect, opts?.ignoreChanges, opts?.parent],
      [true, ["policy"], "urn:pulumi:trial::spe::pulumi:pulumi:Stack::spe-trial"],
    );
    assert.ok(opts?.additionalSecretOutputs?.includes("accessKey"));
    assert.equal(provider, "urn:pulumi:trial::spe::pulumi:providers:minio::store");
    assert.deepEqual(find(resources, "store").props, { minioServer: "s3", minioSsl: "true" });
  });

  it("leaves ids unknown, alone and inside of texts", async () => {
    const resources = await record("trial", () => {
      const realm = new keycloak.Realm("realm", { realm: "trial" });
      new keycloak.Group("group", { realmId: realm.id, name: pulumi.interpolate`of-${realm.id}` });
    });
    const { realmId, name } = find(resources, "group").props;
    assert.deepEqual([realmId, name], [unknown, unknown]);
  });

  it("shows rules the values of secrets", async () => {
    const resources = await record("trial", () => {
      new minio.IamUser("user", { name: pulumi.secret("mount"), tags: { key: pulumi.secret("value") } });
    });
    const { name, tags } = find(resources, "user").props;
    assert.deepEqual([name, tags], ["mount", { key: "value" }]);
  });

  it("takes down references to other stacks, whose outputs are unknown", async () => {
    const resources = await record("trial", () => {
      const site = new pulumi.StackReference("organization/spe/site");
      new keycloak.Realm("realm", { realm: site.requireOutput("realm") });
    });
    assert.equal(find(resources, "organization/spe/site").type, "pulumi:pulumi:StackReference");
    assert.equal(find(resources, "realm").props.realm, unknown);
  });

  it("fails where the program throws, and where a server would be asked", async () => {
    const thrown = record("trial", () => {
      throw new Error("wrong name");
    });
    await assert.rejects(thrown, { message: "wrong name" });
    const asked = record("trial", () => minio.getIamPolicyDocument({ statements: [] }));
    await assert.rejects(asked, /asks a server, which only a preview can/);
  });

  it("fails where the making of a value does, which nobody waits for", async () => {
    // mocha would take the rejection for its own
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    try {
      const failed = record("trial", () => {
        const name = pulumi.output("x").apply((): string => {
          throw new Error("too late");
        });
        new minio.IamUser("user", { name });
      });
      await assert.rejects(failed, { message: 'error serializing property "name": too late' });
    } finally {
      for (const other of others) process.on("unhandledRejection", other);
    }
  });

  it("starts afresh each time", async () => {
    const names = async () =>
      (await record("trial", () => void new keycloak.Realm("realm", {}))).map(({ name }) => name);
    assert.deepEqual(await names(), await names());
  });

  it("needs neither the certificate nor the secrets of an environment", async () => {
    const file = stackFile("trial");
    const site = { ...(file.site as object), caFile: "nowhere/ca.pem" };
    const resources = await build(parseSettings({ ...file, site }), "trial");
    const { minioUser, minioPassword, minioCacertFile } = find(resources, "trial-minio").props;
    assert.match(String(minioUser), /^not-at-hand-[0-9a-f]{64}$/);
    assert.match(String(minioPassword), /^not-at-hand-[0-9a-f]{64}$/);
    assert.notEqual(minioUser, minioPassword);
    assert.match(String(minioCacertFile), /placeholder-authority\.pem$/);
  });
});
