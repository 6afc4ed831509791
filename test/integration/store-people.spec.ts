import assert from "node:assert/strict";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { s3Client } from "../../sandbox/clients/object-store-clients";
import { answerOf, type S3Request, s3Requests } from "../support/s3-requests";
import { StoreAdministrator } from "../support/store-administrator";
import { enterStore, type StoreSession } from "../support/store-session";
import { startTimeout, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

/** A bucket of a project that the environment does not know. */
const elsewhere = "lungs-elsewhere";

/** Who sends which request, to which object: `<bob>` is bob's id in the realm. */
type Line = [who: "alice" | "carol" | "mona" | "nobody", request: S3Request, path: string];

const allowed: Line[] = [
  ["alice", "get", "input/data.csv"],
  ["alice", "list", "input/"],
  ["alice", "put", "egress-request/<alice>/asked.txt"],
  ["carol", "list", "egress-request/"],
  ["carol", "get", "egress-request/<bob>/asked.txt"],
  ["carol", "put", "release/checked.txt"],
  ["mona", "put", "input/brought.csv"],
  ["mona", "get", "release/out.txt"],
];

const refused: Line[] = [
  ["alice", "get", "scratch/<bob>/his.txt"],
  ["alice", "list", "scratch/<bob>/"],
  ["alice", "list", "scratch/"],
  ["alice", "put", "scratch/<bob>/hers.txt"],
  ["alice", "delete", "scratch/<bob>/his.txt"],
  ["alice", "put", "input/data.csv"],
  ["alice", "delete", "input/data.csv"],
  ["alice", "get", "release/out.txt"],
  ["alice", "list", "release/"],
  ["alice", "put", "release/hers.txt"],
  ["alice", "get", "egress-request/<bob>/asked.txt"],
  ["alice", "put", "egress-request/<bob>/hers.txt"],
  ["alice", "get", `${elsewhere}/data.csv`],
  ["alice", "list", `${elsewhere}/`],
  ["alice", "put", `${elsewhere}/hers.txt`],
  ["alice", "put", `${elsewhere}/<alice>/hers.txt`],
  ["carol", "put", "egress-request/<bob>/asked.txt"],
  ["carol", "put", "egress-request/<carol>/hers.txt"],
  ["carol", "delete", "egress-request/<bob>/asked.txt"],
  ["carol", "get", "scratch/<bob>/his.txt"],
  ["carol", "get", "input/data.csv"],
  ["mona", "get", "scratch/<bob>/his.txt"],
  ["mona", "get", "egress-request/<bob>/asked.txt"],
  ["mona", "put", "release/hers.txt"],
  ...["input", "scratch", "egress-request", "release", "audit"].map(
    (role): Line => ["nobody", "list", `${role}/`],
  ),
  ["nobody", "get", "input/data.csv"],
  ["nobody", "get", "scratch/<bob>/his.txt"],
  ["nobody", "get", "release/out.txt"],
  ["nobody", "put", "scratch/<bob>/hers.txt"],
];

/** The main lines by tokens of the real broker; the whole of the role policies is in store-matrix.spec.ts. */
describe("people in the object store", () => {
  let environment: TestEnvironment;
  let administrator: StoreAdministrator;
  let sessions: Record<"alice" | "bob" | "carol" | "mona", StoreSession>;
  let anonymous: S3Client;

  before(async function () {
    this.timeout(startTimeout);
    environment = await testEnvironment();
    administrator = new StoreAdministrator(environment);
    const { storage, ca } = environment;
    anonymous = s3Client({ url: storage.url, ca });
    const enter = (name: string) => enterStore(environment, name);
    sessions = {
      alice: await enter("alice"),
      bob: await enter("bob"),
      carol: await enter("carol"),
      mona: await enter("mona"),
    };
    await administrator.s3.send(new CreateBucketCommand({ Bucket: elsewhere }));
    for (const path of ["input/data.csv", "release/out.txt", `${elsewhere}/data.csv`])
      await s3Requests.put(administrator.s3, ...target(path));
    for (const path of ["scratch/<bob>/his.txt", "egress-request/<bob>/asked.txt"])
      await s3Requests.put(sessions.bob.s3, ...target(path));
  });

  after(async () => {
    for (const bucket of [...Object.values(environment.storage.buckets), elsewhere])
      await administrator.emptyBucket(bucket);
    await administrator.s3.send(new DeleteBucketCommand({ Bucket: elsewhere }));
    await administrator.close();
  });

  /** Bucket and key of a path of the tables. */
  function target(path: string): [bucket: string, key: string] {
    const [role = "", ...key] = path.split("/");
    const bucket = environment.storage.buckets[role] ?? role;
    const named = key.join("/").replace(/<(\w+)>/g, (_, who: keyof typeof sessions) => sessions[who].subject);
    return [bucket, named];
  }

  const send = ([who, request, path]: Line): Promise<unknown> =>
    s3Requests[request](who === "nobody" ? anonymous : sessions[who].s3, ...target(path));

  it("alice puts, gets, lists and deletes under her own prefix, encrypted with the project's key", async () => {
    const { s3, subject } = sessions.alice;
    const [Bucket, prefix] = target("scratch/<alice>/");
    const Key = `${prefix}results/mine.txt`;
    assert.equal(prefix, `${subject}/`);
    const { ServerSideEncryption, SSEKMSKeyId } = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: "her result" }),
    );
    assert.equal(ServerSideEncryption, "aws:kms");
    assert.match(SSEKMSKeyId ?? "", new RegExp(`${environment.sandbox.minio.kmsKey}$`));
    assert.equal(await s3Requests.get(s3, Bucket, Key), "her result");
    assert.deepEqual(await s3Requests.list(s3, Bucket, prefix), [Key]);
    await s3Requests.delete(s3, Bucket, Key);
    assert.deepEqual(await s3Requests.list(s3, Bucket, prefix), []);
    assert.equal(await answerOf(s3Requests.get(s3, Bucket, Key)), "404 NoSuchKey");
  });

  for (const line of allowed) {
    const [who, request, path] = line;
    it(`lets ${who} ${request} ${path}`, async () => assert.equal(await answerOf(send(line)), "allowed"));
  }

  for (const line of refused) {
    const [who, request, path] = line;
    it(`does not let ${who} ${request} ${path}`, async () =>
      assert.equal(await answerOf(send(line)), "403 AccessDenied"));
  }

  it("has kept everything that was not to be touched", async () => {
    for (const path of ["input/data.csv", "scratch/<bob>/his.txt", "egress-request/<bob>/asked.txt"]) {
      const [bucket, key] = target(path);
      assert.equal(await s3Requests.get(administrator.s3, bucket, key), `body of ${key}`);
    }
    assert.deepEqual(await s3Requests.list(sessions.bob.s3, ...target("scratch/<bob>/")), [
      target("scratch/<bob>/his.txt")[1],
    ]);
  });
});
