import assert from "node:assert/strict";
import { ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { assumeRole, s3Client } from "../../sandbox/clients/object-store-clients";
import { Deployment } from "../../sandbox/deployment";
import type { Outcome } from "../../sandbox/deployment-events";
import { stackSections } from "../../sandbox/stack-sections";
import { deployLungs } from "../support/second-environment";
import { StoreAdministrator } from "../support/store-administrator";
import { logIn, startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/** What day two brings, by the real engine on real servers; the official plugins are not tried here. */
describe("an environment on day two", function () {
  this.timeout(2 * 60_000);
  let heart: TestEnvironment;
  let store: StoreAdministrator;

  before(async function () {
    this.timeout(startTimeout);
    heart = await testEnvironment();
    store = new StoreAdministrator(heart);
  });

  after(() => store.close());

  const isUnchanged = ({ changes }: Outcome): number => {
    const { same = 0, ...others } = changes;
    assert.deepEqual(others, {});
    return same;
  };

  /** What a researcher of an environment may do in it: put an object under the own prefix. */
  async function works(environment: TestEnvironment, name: string): Promise<void> {
    const { storage, ca } = environment;
    const login = await logIn(environment, name);
    assert.ok(login.entered, `${name} was refused: ${JSON.stringify(login)}`);
    const { accessToken, access } = login.tokens;
    const endpoint = { url: storage.url, ca };
    const keys = await assumeRole(endpoint, storage.roleArn, accessToken);
    const object = { Bucket: storage.buckets.scratch, Key: `${access.sub}/lifecycle.txt`, Body: "x" };
    await s3Client(endpoint, keys).send(new PutObjectCommand(object));
  }

  describe("that nobody changed", () => {
    it("needs nothing at a second up", async () => {
      isUnchanged(await heart.deployment.up());
    });

    it("is found as it was made by a refresh", async () => {
      isUnchanged(await heart.deployment.refresh());
      isUnchanged(await heart.deployment.preview());
    });
  });

  describe("whose settings change", () => {
    const withBucket = () => {
      const sections = stackSections(heart.sandbox);
      const buckets = [
        ...((sections.storage?.buckets as unknown[]) ?? []),
        { role: "input", name: "imaging" },
      ];
      return { ...sections, storage: { ...sections.storage, buckets } };
    };

    after(() => Deployment.open(heart.sandbox, heart.engine)); // the settings as they were

    it("makes a new bucket with what belongs to it, and touches beside it only the policies that name it", async () => {
      const all = isUnchanged(await heart.deployment.preview());
      const changed = await Deployment.open(heart.sandbox, heart.engine, { sections: withBucket() });
      const { same, ...changes } = (await changed.preview()).changes;
      assert.deepEqual(changes, { create: 3, update: 2 });
      assert.equal(same, all - 2);
    });

    it("takes a group's mapper back when no entitlement leads to it any more, and nothing else", async () => {
      const sections = stackSections(heart.sandbox);
      const groups = (sections.identity as { groups: { role: string }[] }).groups.filter(
        ({ role }) => role !== "manager",
      );
      const identity = { ...sections.identity, groups };
      const changed = await Deployment.open(heart.sandbox, heart.engine, {
        sections: { ...sections, identity },
      });
      const { same, ...changes } = (await changed.preview()).changes;
      assert.deepEqual(changes, { update: 1 });
    });
  });

  describe("that somebody changed behind its back", () => {
    it("shows the difference after a refresh, and mends it", async () => {
      await store.admin.updateOpenIdProvider("heart", { display_name: "Somebody else" });
      await store.admin.restart();
      const realm = await heart.keycloak.get<Record<string, unknown>>("/heart");
      await heart.keycloak.put("/heart", { ...realm, registrationAllowed: true });
      await heart.deployment.refresh();
      const { same, ...changes } = (await heart.deployment.up()).changes;
      assert.deepEqual(changes, { update: 2 });
      assert.equal(
        (await heart.keycloak.get<{ registrationAllowed: boolean }>("/heart"))?.registrationAllowed,
        false,
      );
      // the provider writes a realm's flows with each change of the realm
      assert.equal((await heart.keycloak.get<{ browserFlow: string }>("/heart"))?.browserFlow, "spe closed");
      await works(heart, "alice");
    });
  });

  describe("with another one on the same servers", () => {
    let lungs: TestEnvironment;

    before(async () => {
      lungs = await deployLungs(heart);
    });

    it("lets in its own people only, each into the own buckets", async () => {
      await works(heart, "alice");
      await works(lungs, "dave");
      assert.equal((await logIn(lungs, "alice")).entered, false);
      assert.equal((await logIn(heart, "dave")).entered, false);
      const dave = await logIn(lungs, "dave");
      assert.ok(dave.entered);
      const endpoint = { url: heart.storage.url, ca: heart.ca };
      await assert.rejects(assumeRole(endpoint, heart.storage.roleArn, dave.tokens.accessToken));
      const keys = await assumeRole(endpoint, lungs.storage.roleArn, dave.tokens.accessToken);
      await assert.rejects(
        s3Client(endpoint, keys).send(new ListObjectsV2Command({ Bucket: heart.storage.buckets.input })),
        { name: "AccessDenied" },
      );
    });

    it("is not destroyed while it is protected", async () => {
      await assert.rejects(lungs.deployment.destroy(), /protect/);
      await works(lungs, "dave");
    });

    it("keeps a bucket that holds something, and says so", async () => {
      lungs.deployment.unprotect();
      await assert.rejects(lungs.deployment.destroy(), /lungs-scratch/);
    });

    it("leaves nothing behind in Keycloak and MinIO once it is empty, and the first one untouched", async () => {
      await store.emptyBucket("lungs-scratch");
      await lungs.deployment.destroy();
      assert.equal(await heart.keycloak.get("/lungs"), undefined);
      const names = await store.names();
      for (const [kind, those] of Object.entries(names)) {
        assert.ok(
          those.some((name) => name.includes("heart")),
          kind,
        );
        assert.deepEqual(
          those.filter((name) => name.includes("lungs")),
          [],
          kind,
        );
      }
      await works(heart, "alice");
      isUnchanged(await heart.deployment.preview());
    });
  });
});
