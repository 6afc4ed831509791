import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { ObjectStore, ObjectStoreLogin, type ObjectStoreServer, roleArn } from "../../components";
import { bucketRoles } from "../../components/five-safes";
import { assumeRole, s3Client } from "../../sandbox/clients/object-store-clients";
import { projectRoot } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import { InlineStack } from "../support/inline-stack";
import { type OidcIssuer, startOidcIssuer } from "../support/oidc-issuer";
import { answerOf, s3Requests } from "../support/s3-requests";
import { StoreAdministrator } from "../support/store-administrator";
import {
  type MatrixObjects,
  type MatrixPerson,
  matrixPeople,
  putMatrixObjects,
  storeCases,
} from "../support/store-matrix";
import { storeProvider } from "../support/store-provider";
import { enterStore } from "../support/store-session";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const projectId = "matrix";
const clientId = `${projectId}-store`;

/** The role policies as the server reads them, by tokens of an issuer of the test's own; nothing about Keycloak's. */
describe("the store's role policies", () => {
  let environment: TestEnvironment;
  let administrator: StoreAdministrator;
  let issuer: OidcIssuer | undefined;
  let stack: InlineStack | undefined;
  let objects: MatrixObjects;
  const clients = new Map<string, S3Client>();

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    administrator = new StoreAdministrator(environment);
    const { tls } = sandboxFolder(environment.sandbox.stateDir);
    issuer = await startOidcIssuer({
      cert: readFileSync(tls.certificate, "utf8"),
      key: readFileSync(tls.key, "utf8"),
    });
    stack = await InlineStack.create(environment.programs.engine, stackFolder(environment));
    await stack.up(program(environment, issuer));
    objects = await putMatrixObjects(administrator.s3, projectId);
    const endpoint = { url: environment.storage.url, ca: environment.ca };
    for (const [person, claims] of Object.entries(matrixPeople(projectId))) {
      const token = await issuer.token({ ...claims, aud: clientId });
      clients.set(person, s3Client(endpoint, await assumeRole(endpoint, roleArn("", clientId), token)));
    }
  });

  // The provider goes before its issuer: a server that starts without one of its issuers knows no users.
  after(async function () {
    this.timeout(startTimeout);
    await takeAway();
    await issuer?.close();
    await administrator.close();
  });

  async function takeAway(): Promise<void> {
    const { buckets } = await administrator.names();
    for (const bucket of buckets.filter((name) => name.startsWith(`${projectId}-`)))
      await administrator.emptyBucket(bucket);
    await stack?.destroy();
    stack = undefined;
  }

  const clientOf = (person: MatrixPerson): S3Client => {
    const client = clients.get(person);
    assert.ok(client);
    return client;
  };

  for (const { person, does, allowed, run } of storeCases(projectId)) {
    it(`${person} ${allowed ? "may" : "may not"} ${does}`, async () => {
      const request = run(clientOf(person), objects);
      if (allowed) await request;
      else await assert.rejects(request, { name: "AccessDenied" });
    });
  }

  describe("once taken away", () => {
    before(async function () {
      this.timeout(startTimeout);
      await takeAway();
    });

    it("leave nothing behind in the server", async () => {
      const names = Object.values(await administrator.names()).flat();
      assert.deepEqual(
        names.filter((name) => name.includes(projectId)),
        [],
      );
      assert.ok(names.includes("heart"));
    });

    it("leave nothing to the keys and tokens of their people", async () => {
      const { storage, ca } = environment;
      const token = await issuer?.token({ ...matrixPeople(projectId).alice, aud: clientId });
      const bought = assumeRole({ url: storage.url, ca }, roleArn("", clientId), token ?? "");
      assert.equal(await answerOf(bought), "400 InvalidParameterValue");
      const listed = answerOf(s3Requests.list(clientOf("alice"), storage.buckets.input ?? "", ""));
      assert.equal(await listed, "403 AccessDenied");
    });

    it("leave the other environment's login as it was", async () => {
      const { s3, subject } = await enterStore(environment, "alice");
      const { scratch = "" } = environment.storage.buckets;
      await s3Requests.put(s3, scratch, `${subject}/after.txt`);
      assert.equal(await s3Requests.get(s3, scratch, `${subject}/after.txt`), `body of ${subject}/after.txt`);
      await s3Requests.delete(s3, scratch, `${subject}/after.txt`);
    });
  });
});

/** Pulumi's dynamic provider runs in the stack's folder and loads the components from there by their path in the project. */
function stackFolder({ sandbox }: TestEnvironment): string {
  const folder = join(sandbox.stateDir, "matrix");
  mkdirSync(folder);
  symlinkSync(join(projectRoot, "components"), join(folder, "components"));
  return folder;
}

const program =
  ({ sandbox, ca }: TestEnvironment, { issuer }: OidcIssuer) =>
  async (): Promise<void> => {
    const { url, consoleUrl, kmsKey, provisioner } = sandbox.minio;
    const secretKey = readFileSync(provisioner.secretKeyFile, "utf8");
    const server: ObjectStoreServer = { url, ca, accessKey: provisioner.accessKey, secretKey };
    const provider = storeProvider(sandbox);
    const store = new ObjectStore(
      `${projectId}-store`,
      {
        projectId,
        tier: 2,
        server,
        kmsKey,
        buckets: bucketRoles.map((role) => ({ role })),
        protect: false,
      },
      { providers: [provider] },
    );
    new ObjectStoreLogin(
      `${projectId}-login`,
      {
        projectId,
        server,
        consoleUrl,
        discoveryUrl: `${issuer}/.well-known/openid-configuration`,
        clientId,
        clientSecret: "never-asked-for",
        policies: store.policyNames,
      },
      { dependsOn: [store] },
    );
  };
