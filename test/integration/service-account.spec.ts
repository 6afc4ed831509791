import assert from "node:assert/strict";
import type { S3Client } from "@aws-sdk/client-s3";
import { machineDocument } from "../../components/storage/machine-policy";
import { type StoreEndpoint, type StoreKeys, s3Client } from "../../sandbox/clients/object-store-clients";
import { answerOf, type S3Request, s3Requests } from "../support/s3-requests";
import { type AdminRequest, adminAnswer } from "../support/store-admin-request";
import { StoreAdministrator } from "../support/store-administrator";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const user = "spe-heart-machine-mount";
const wider = machineDocument({ bucket: "heart-release", prefix: "", access: "write" });

/** The machine account `mount` of the environment. That the keys are in no plain text is shown elsewhere. */
describe("a machine's account that may read the input", () => {
  let environment: TestEnvironment;
  let administrator: StoreAdministrator;
  let endpoint: StoreEndpoint;
  let mount: StoreKeys;
  let s3: S3Client;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    administrator = new StoreAdministrator(environment);
    const { storage, ca } = environment;
    endpoint = { url: storage.url, ca };
    const { accessKey = "", secretKey = "" } = storage.serviceAccounts.mount ?? {};
    mount = { accessKeyId: accessKey, secretAccessKey: secretKey };
    s3 = s3Client(endpoint, mount);
    for (const bucket of Object.values(storage.buckets))
      await s3Requests.put(administrator.s3, bucket, "folder/data.csv");
  });

  after(async () => {
    for (const bucket of Object.values(environment.storage.buckets)) await administrator.emptyBucket(bucket);
    await administrator.close();
  });

  it("gets and lists what is there", async () => {
    assert.equal(await s3Requests.get(s3, "heart-input", "folder/data.csv"), "body of folder/data.csv");
    assert.deepEqual(await s3Requests.list(s3, "heart-input", ""), ["folder/data.csv"]);
  });

  const refused: [S3Request, bucket: string, key: string][] = [
    ["put", "heart-input", "folder/new.csv"],
    ["put", "heart-input", "folder/data.csv"],
    ["delete", "heart-input", "folder/data.csv"],
    ...["scratch", "egress-request", "release", "audit"].flatMap((role): typeof refused => [
      ["get", `heart-${role}`, "folder/data.csv"],
      ["list", `heart-${role}`, ""],
      ["put", `heart-${role}`, "folder/new.csv"],
    ]),
  ];
  for (const [request, bucket, key] of refused) {
    it(`does not ${request} ${bucket}/${key}`, async () =>
      assert.equal(await answerOf(s3Requests[request](s3, bucket, key)), "403 AccessDenied"));
  }

  const newKey = { accessKey: "made-by-mount", secretKey: "made-by-mount-0123456789" };
  const adminRequests: Record<string, AdminRequest> = {
    "tell about the server": { method: "GET", path: "info" },
    "list users": { method: "GET", path: "list-users" },
    "read the policies": { method: "GET", path: "list-canned-policies" },
    "read the configuration": { method: "GET", path: "config" },
    "rewrite its own policy": { method: "PUT", path: `add-canned-policy?name=${user}`, plainBody: wider },
    "give its user another policy": {
      method: "POST",
      path: "idp/builtin/policy/attach",
      body: { user, policies: ["consoleAdmin"] },
    },
    "widen its own key": {
      method: "POST",
      path: "update-service-account?accessKey=<own>",
      body: { newPolicy: wider },
    },
    "make itself a second key": { method: "PUT", path: "add-service-account", body: newKey },
    "make its user a second key": {
      method: "PUT",
      path: "add-service-account",
      body: { ...newKey, targetUser: user },
    },
    "make the administrator a key": {
      method: "PUT",
      path: "add-service-account",
      body: { ...newKey, targetUser: "spe-provisioner" },
    },
  };
  for (const [what, { path, ...request }] of Object.entries(adminRequests)) {
    it(`does not ${what}`, async () => {
      const own = path.replace("<own>", mount.accessKeyId);
      assert.equal(await adminAnswer(endpoint, mount, { ...request, path: own }), "403 AccessDenied");
    });
  }
});
