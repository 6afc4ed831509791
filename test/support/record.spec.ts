import assert from "node:assert/strict";
import * as minio from "@pulumi/minio";
import * as pulumi from "@pulumi/pulumi";
import { assertWellBuilt, recordResources } from "./record";

class Chain extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Chain", name, {});
    let before: pulumi.Resource | undefined;
    for (let i = 0; i < 30; i++)
      before = new minio.S3Bucket(
        `${name}-${i}`,
        { bucket: `b${i}`, acl: "private" },
        { parent: this, ...(before ? { dependsOn: before } : {}) },
      );
    this.registerOutputs({});
  }
}

describe("recordResources", () => {
  it("drains a chain of 30 dependent children", async () => {
    const recorded = await recordResources(() => new Chain("chain"));
    assert.equal(recorded.length, 31);
    assert.equal(recorded.find(({ name }) => name === "chain-29")?.parent, "chain");
    assertWellBuilt(recorded);
  });

  it("shows a secret's value and that it is secret", async () => {
    const [user] = await recordResources(
      () => new minio.IamUser("user", { name: "user", secret: pulumi.secret("s3cret") }),
    );
    assert.deepEqual(user?.inputs, { name: "user", secret: "s3cret" });
    assert.deepEqual(user?.secrets, ["secret"]);
  });

  it("passes on what the program throws", async () => {
    await assert.rejects(
      recordResources(() => {
        throw new Error("wrong argument");
      }),
      /wrong argument/,
    );
  });
});

describe("assertWellBuilt", () => {
  it("refuses a plain password", () => {
    const recorded = [{ type: "t", name: "a", inputs: { clientSecret: "x" }, secrets: [], opts: {} }];
    assert.throws(() => assertWellBuilt(recorded), /"clientSecret" in plain/);
  });
});
