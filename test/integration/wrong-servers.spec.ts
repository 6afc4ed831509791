import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import { CreateBucketCommand, DeleteBucketCommand } from "@aws-sdk/client-s3";
import { ensureCertificates } from "../../sandbox/certificates";
import { Deployment } from "../../sandbox/deployment";
import { projectRoot } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import type { Sections } from "../../sandbox/stack-sections";
import { lungsSections, openLungs } from "../support/second-environment";
import { StoreAdministrator } from "../support/store-administrator";
import { startTimeout, type TestSandbox, testSandbox } from "../support/test-sandbox";

/** A port on which nothing listens, and which clients are willing to call. */
const nowhere = "https://127.0.0.1:8";

/** What an operator reads when a server is not as the settings say, before anything is made. */
describe("an environment whose servers are not as its settings say", function () {
  this.timeout(60_000);
  let test: TestSandbox;
  let store: StoreAdministrator;

  before(async function () {
    this.timeout(startTimeout);
    test = await testSandbox();
    store = new StoreAdministrator(test);
  });

  after(() => store.close());

  /** The message that a preview of the changed settings ends with. */
  async function refusalOf(change: (sections: Sections) => Sections): Promise<string> {
    const sections = change(lungsSections(test));
    const deployment = await Deployment.open(test.sandbox, test.engine, { stackName: "wrong", sections });
    return deployment.preview().then(
      () => assert.fail("the preview was let pass"),
      (error: Error) => error.message,
    );
  }

  const within =
    (section: string, group: string, change: Record<string, unknown>) =>
    (sections: Sections): Sections => ({
      ...sections,
      [section]: { ...sections[section], [group]: { ...(sections[section]?.[group] as object), ...change } },
    });

  const cases: Record<string, [change: (sections: Sections) => Sections, told: RegExp]> = {
    "tells that Keycloak is not reached": [
      within("identity", "keycloak", { url: nowhere }),
      /Keycloak at https:\/\/127\.0\.0\.1:8 cannot be reached \(ECONNREFUSED\); check the URL and that the server runs/,
    ],
    "tells that Keycloak refuses the client": [
      within("identity", "keycloak", { clientId: "spe-stranger" }),
      /Keycloak at \S+ refused the client "spe-stranger" of realm "master" \(401\); check its id and secret/,
    ],
    "tells that MinIO is not reached": [
      within("storage", "server", { url: nowhere }),
      /MinIO at https:\/\/127\.0\.0\.1:8 cannot be reached \(ECONNREFUSED\)/,
    ],
    "tells that MinIO has another region": [
      within("storage", "server", { region: "de-bi" }),
      /storage\.server\.region: \S+ has the region "", not "de-bi"/,
    ],
    "tells that the KMS key is missing": [
      within("storage", "server", { kmsKey: "spe-missing" }),
      /storage\.server\.kmsKey: the KMS of \S+ has no key "spe-missing"; make it there, or name another/,
    ],
    "tells that the realm is somebody else's": [
      (sections) => ({ ...sections, identity: { ...sections.identity, realm: "strangers" } }),
      /identity\.realm: \S+ has a realm "strangers" that project "lungs" did not make; give another name, or remove it there/,
    ],
    "tells that the authority's file is not there": [
      (sections) => ({ ...sections, site: { ...sections.site, caFile: ".spe/none.crt" } }),
      /site\.caFile "\.spe\/none\.crt" cannot be read \(ENOENT\); give the path of a PEM file, relative to the project's folder/,
    ],
  };
  for (const [title, [change, told]] of Object.entries(cases)) {
    it(title, async () => {
      await test.keycloak.post("", { realm: "strangers", enabled: true }).catch(() => undefined);
      assert.match(await refusalOf(change), told);
    });
  }

  it("tells of both servers at once that another authority signed their certificates", async () => {
    const other = sandboxFolder(join(test.sandbox.stateDir, "other"));
    await ensureCertificates(other);
    const caFile = relative(projectRoot, other.tls.caCertificate);
    const message = await refusalOf((sections) => ({ ...sections, site: { ...sections.site, caFile } }));
    assert.equal(
      message.match(/shows a certificate of an authority that is not trusted/g)?.length,
      2,
      message,
    );
  });

  it("tells which secret is missing, or wrong, and shows none", async () => {
    const deployment = await Deployment.open(test.sandbox, test.engine, {
      stackName: "wrong",
      sections: lungsSections(test),
    });
    const set = (...args: string[]) =>
      spawnSync("pulumi", ["config", ...args, "--stack", "wrong", "--config-file", deployment.configFile], {
        cwd: projectRoot,
        env: test.engine,
        input: "a-wrong-secret",
        encoding: "utf8",
      });
    const message = () =>
      deployment.preview().then(
        () => "let pass",
        (error: Error) => error.message,
      );
    set("set", "--secret", "spe:minioSecretKey");
    assert.match(
      await message(),
      /MinIO at \S+ refused the administrator's credential \(SignatureDoesNotMatch\); check access key and secret key/,
    );
    assert.doesNotMatch(await message(), /a-wrong-secret/);
    set("rm", "spe:minioSecretKey");
    assert.match(
      await message(),
      /secrets of the stack are missing:\n +spe:minioSecretKey: secret key that belongs to spe:minioAccessKey; pulumi config set --secret spe:minioSecretKey/,
    );
  });

  it("tells that a bucket exists already, and goes on once it is away", async () => {
    await store.s3.send(new CreateBucketCommand({ Bucket: "lungs-input" }));
    const deployment = await openLungs(test);
    await assert.rejects(deployment.up(), /bucket already exists! \(lungs-input\)/);
    await store.s3.send(new DeleteBucketCommand({ Bucket: "lungs-input" }));
    await deployment.up();
    assert.deepEqual(Object.keys((await deployment.preview()).changes), ["same"]);
    deployment.unprotect();
    await deployment.destroy();
    assert.equal(await test.keycloak.get("/lungs"), undefined);
    assert.doesNotMatch(JSON.stringify(await store.names()), /lungs/);
  });
});
