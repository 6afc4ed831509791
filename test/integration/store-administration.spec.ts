import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { type StoreEndpoint, type StoreKeys, s3Client } from "../../sandbox/clients/object-store-clients";
import { sandboxFolder } from "../../sandbox/folder";
import { answerOf, s3Requests } from "../support/s3-requests";
import { type AdminRequest, adminAnswer } from "../support/store-admin-request";
import { StoreAdministrator } from "../support/store-administrator";
import { enterStore } from "../support/store-session";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/** An access key of a name that a spec can take away again. */
const accessKey = "made-by-a-test";
const newKey = { accessKey, secretKey: randomBytes(20).toString("hex") };

/** The store's administration: root and people. That the server's own files are out of reach is not shown here. */
describe("the object store's administration", () => {
  let environment: TestEnvironment;
  let endpoint: StoreEndpoint;
  let administrator: StoreAdministrator;
  let byName: StoreKeys;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    endpoint = { url: environment.storage.url, ca: environment.ca };
    administrator = new StoreAdministrator(environment);
    byName = administrator.keys;
  });

  after(() => administrator.close());

  it("is closed to the root credential, though it is the right one", async () => {
    const { minioRootUser, minioRootPassword } = sandboxFolder(environment.sandbox.stateDir).secrets;
    const accessKeyId = readFileSync(minioRootUser, "utf8");
    const root = { accessKeyId, secretAccessKey: readFileSync(minioRootPassword, "utf8") };
    const wrong = { accessKeyId, secretAccessKey: byName.secretAccessKey };
    const answers = async (keys: StoreKeys) => {
      const s3 = s3Client(endpoint, keys);
      return [
        await adminAnswer(endpoint, keys, { method: "GET", path: "info" }),
        await answerOf(s3.send(new ListBucketsCommand())),
        await answerOf(s3Requests.list(s3, environment.storage.buckets.release ?? "", "")),
      ];
    };
    assert.deepEqual(await answers(root), Array(3).fill("403 InvalidAccessKeyId"));
    await administrator.admin.setConfig("api root_access=on");
    try {
      assert.deepEqual(await answers(root), Array(3).fill("allowed"));
      assert.deepEqual(await answers(wrong), Array(3).fill("403 SignatureDoesNotMatch"));
    } finally {
      await administrator.admin.setConfig("api root_access=off");
    }
    assert.deepEqual(await answers(root), Array(3).fill("403 InvalidAccessKeyId"));
  });

  const another = { accessKey: "made-by-another", secretKey: newKey.secretKey };
  /** What only an administrator may; `byName` shows that each is asked for as it should be. */
  const requests: Record<string, AdminRequest> = {
    "make an access key": { method: "PUT", path: "add-service-account", body: another },
    "change an access key": {
      method: "POST",
      path: `update-service-account?accessKey=${accessKey}`,
      body: { newStatus: "off" },
    },
    "list users": { method: "GET", path: "list-users" },
    "read the policies": { method: "GET", path: "list-canned-policies" },
    "read the server's configuration": { method: "GET", path: "config" },
    "remove an access key": { method: "DELETE", path: `delete-service-account?accessKey=${accessKey}` },
  };
  /** The server does not tell a stranger whether a key exists. */
  const refusals: Record<string, string> = { "remove an access key": "404 XMinioInvalidIAMCredentials" };

  describe("by people", () => {
    before(async () => {
      const make: AdminRequest = { method: "PUT", path: "add-service-account", body: newKey };
      assert.equal(await adminAnswer(endpoint, byName, make), "allowed");
    });

    after(() => administrator.admin.removeAccessKey(another.accessKey));

    for (const who of ["alice", "carol", "mona"]) {
      it(`is refused to ${who}, who makes no access key either`, async () => {
        const { keys } = await enterStore(environment, who);
        for (const [what, request] of Object.entries(requests)) {
          const expected = refusals[what] ?? "403 AccessDenied";
          assert.equal(await adminAnswer(endpoint, keys, request), expected, what);
        }
      });
    }

    it("is open to the administrator by name, who finds the key as it was", async () => {
      for (const [what, request] of Object.entries(requests))
        assert.equal(await adminAnswer(endpoint, byName, request), "allowed", what);
    });
  });
});
