import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ObjectStore } from "../../../components/storage/object-store";
import type { ObjectStoreArgs } from "../../../components/storage/object-store-args";
import { policyDocuments } from "../../../components/storage/store-policies";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";

const args: ObjectStoreArgs = {
  projectId: "heart",
  tier: 2,
  server: { url: "https://s3.example.org", accessKey: "admin", secretKey: "admin-secret" },
  kmsKey: "spe-heart",
  buckets: [
    { role: "input", name: "imaging", quota: "500 GiB" },
    { role: "scratch" },
    { role: "egress-request", retentionDays: 90 },
    { role: "release" },
    { role: "audit" },
  ],
  people: [{ id: "4f@up", bucket: { role: "input", name: "imaging" }, access: "read" }],
};

const build = (changes: Partial<ObjectStoreArgs> = {}) =>
  recordResources(() => new ObjectStore("heart-store", { ...args, ...changes }));

const named = (recorded: Recorded[], name: string): Recorded =>
  recorded.find((resource) => resource.name === name) ?? assert.fail(`no "${name}" among the resources`);

describe("ObjectStore", () => {
  it("registers each bucket with its settings, and five policies", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(recorded.map(({ type, name }) => `${type} ${name}`).sort(), [
      "minio:index/iamPolicy:IamPolicy heart-store-checker",
      "minio:index/iamPolicy:IamPolicy heart-store-guard",
      "minio:index/iamPolicy:IamPolicy heart-store-manager",
      "minio:index/iamPolicy:IamPolicy heart-store-people",
      "minio:index/iamPolicy:IamPolicy heart-store-researcher",
      "minio:index/s3Bucket:S3Bucket heart-store-audit",
      "minio:index/s3Bucket:S3Bucket heart-store-egress-request",
      "minio:index/s3Bucket:S3Bucket heart-store-input-imaging",
      "minio:index/s3Bucket:S3Bucket heart-store-release",
      "minio:index/s3Bucket:S3Bucket heart-store-scratch",
      "minio:index/s3BucketServerSideEncryption:S3BucketServerSideEncryption heart-store-audit-encryption",
      "minio:index/s3BucketServerSideEncryption:S3BucketServerSideEncryption heart-store-egress-request-encryption",
      "minio:index/s3BucketServerSideEncryption:S3BucketServerSideEncryption heart-store-input-imaging-encryption",
      "minio:index/s3BucketServerSideEncryption:S3BucketServerSideEncryption heart-store-release-encryption",
      "minio:index/s3BucketServerSideEncryption:S3BucketServerSideEncryption heart-store-scratch-encryption",
      "minio:index/s3BucketVersioning:S3BucketVersioning heart-store-audit-versioning",
      "minio:index/s3BucketVersioning:S3BucketVersioning heart-store-egress-request-versioning",
      "minio:index/s3BucketVersioning:S3BucketVersioning heart-store-input-imaging-versioning",
      "minio:index/s3BucketVersioning:S3BucketVersioning heart-store-release-versioning",
      "pulumi-nodejs:dynamic/storage:BucketRetention heart-store-audit-retention",
      "pulumi-nodejs:dynamic/storage:BucketRetention heart-store-egress-request-retention",
      "pulumi-nodejs:dynamic/storage:BucketRetention heart-store-release-retention",
      "spe:storage:ObjectStore heart-store",
    ]);
  });

  it("makes buckets private, protected, never emptied, locked by role, within a quota", async () => {
    const recorded = await build();
    const input = named(recorded, "heart-store-input-imaging");
    assert.deepEqual(input.inputs, {
      bucket: "heart-input-imaging",
      acl: "private",
      objectLocking: false,
      forceDestroy: false,
      quota: 536870912000,
    });
    assert.equal(input.opts.protect, true);
    assert.deepEqual(named(recorded, "heart-store-audit").inputs, {
      bucket: "heart-audit",
      acl: "private",
      objectLocking: true,
      forceDestroy: false,
    });
  });

  it("encrypts each bucket by the project's key and lets its settings go with it", async () => {
    const recorded = await build();
    const settings = recorded.filter(({ name }) => /-(encryption|versioning|retention)$/.test(name));
    assert.deepEqual(
      settings.filter(({ opts }) => (opts as pulumi.CustomResourceOptions).deletedWith === undefined),
      [],
    );
    assert.deepEqual(named(recorded, "heart-store-scratch-encryption").inputs, {
      bucket: "heart-scratch",
      encryptionType: "aws:kms",
      kmsKeyId: "spe-heart",
    });
  });

  it("locks so that an administrator can lift it, and at tier 3 nobody", async () => {
    const retention = async (tier: ObjectStoreArgs["tier"]) => {
      const { inputs, secrets } = named(await build({ tier }), "heart-store-egress-request-retention");
      return { bucket: inputs.bucket, mode: inputs.mode, days: inputs.days, secrets };
    };
    const expected = { bucket: "heart-egress-request", days: 90, secrets: ["accessKey", "secretKey"] };
    assert.deepEqual(await retention(2), { ...expected, mode: "GOVERNANCE" });
    assert.deepEqual(await retention(3), { ...expected, mode: "COMPLIANCE" });
  });

  it("lifts the protection in the step before a destroy", async () => {
    const recorded = await build({ protect: false });
    assert.equal(named(recorded, "heart-store-audit").opts.protect, false);
  });

  it("names its policies the same whatever they hold", async () => {
    const recorded = await build({ people: [] });
    const documents = policyDocuments({ ...args, people: [] });
    for (const part of ["researcher", "checker", "manager", "people", "guard"]) {
      assert.deepEqual(named(recorded, `heart-store-${part}`).inputs, {
        name: `spe-heart-${part}`,
        policy: JSON.stringify(documents[part]),
      });
    }
  });

  it("tells the names of buckets by role and name, and of policies", async () => {
    const told: unknown[] = [];
    await recordResources(() => {
      const { bucketNames, policyNames } = new ObjectStore("heart-store", args);
      pulumi.all([bucketNames, policyNames]).apply((names) => told.push(...names));
    });
    assert.deepEqual(told, [
      {
        "input/imaging": "heart-input-imaging",
        scratch: "heart-scratch",
        "egress-request": "heart-egress-request",
        release: "heart-release",
        audit: "heart-audit",
      },
      ["researcher", "checker", "manager", "people", "guard"].map((part) => `spe-heart-${part}`),
    ]);
  });

  const [person] = args.people ?? [];
  if (person === undefined) throw new Error("the example has a person");
  const manyPeople = Array.from({ length: 900 }, (_, i) => ({ ...person, id: `person-${i}@up` }));
  const wrong: [string, Partial<ObjectStoreArgs>, string][] = [
    [
      "a project id",
      { projectId: "Heart" },
      'projectId must be 3 to 24 lower-case letters, digits or hyphens, got "Heart"',
    ],
    [
      "a server without TLS",
      { server: { ...args.server, url: "http://s3.example.org" } },
      'server must have an https origin without a path as url, such as "https://s3.example.org", got "http://s3.example.org"',
    ],
    ["a key", { kmsKey: "" }, `kmsKey must name a key of the server's KMS, got ""`],
    ["no bucket", { buckets: [], people: [] }, "buckets must not be empty"],
    [
      "a bucket twice",
      { buckets: [...args.buckets, { role: "scratch" }] },
      'buckets[5] is a second bucket "scratch"; give it another name',
    ],
    [
      "a bucket's name",
      { buckets: [...args.buckets, { role: "input", name: "Imaging" }] },
      'buckets[5] must have a name of up to 20 lower-case letters, digits and inner hyphens, got "Imaging"',
    ],
    [
      "a quota",
      { buckets: [...args.buckets, { role: "input", quota: "5 GB" }] },
      'buckets[5] must have a quota such as "500 GiB", got "5 GB"',
    ],
    [
      "retention of a bucket that is not locked",
      { buckets: [...args.buckets, { role: "input", retentionDays: 5 }] },
      "buckets[5] must have no retentionDays: a bucket for input is not locked, only those for egress-request, release, audit are",
    ],
    [
      "retention",
      { buckets: [...args.buckets, { role: "audit", name: "more", retentionDays: 0.5 }] },
      "buckets[5] must have 1 to 36500 retentionDays, got 0.5",
    ],
    [
      "a range",
      { sourceRanges: ["192.0.2.0/33"] },
      'sourceRanges[0] must be a CIDR such as "192.0.2.0/24", got "192.0.2.0/33"',
    ],
    [
      "a person's id",
      { people: [{ ...person, id: "*" }] },
      `people[0] must have the upstream's sub as id, without spaces, *, ? and $, got "*"`,
    ],
    [
      "a person's bucket",
      { people: [{ ...person, bucket: { role: "input" } }] },
      'people[0] must name one of the buckets input/imaging, scratch, egress-request, release, audit, got "input"',
    ],
    [
      "writing releases by name",
      { people: [{ ...person, bucket: { role: "release" }, access: "write" }] },
      "people[0] must not write to a bucket for release: only checkers release, only servers write audit records",
    ],
    [
      "a person's last day",
      { people: [{ ...person, until: "2026-02-30" }] },
      'people[0] must have an ISO date as until, got "2026-02-30"',
    ],
    [
      "more people than a policy holds",
      { people: manyPeople },
      "people make a policy of 29117 bytes, MinIO takes 20480: let a group of the realm stand for some of them",
    ],
  ];
  for (const [what, changes, message] of wrong) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(changes), { message: `object store "heart-store": ${message}` });
    });
  }

  it("refuses several things at once", async () => {
    await assert.rejects(build({ projectId: "", kmsKey: "" }), ({ errors }: pulumi.InputPropertiesError) => {
      assert.deepEqual(
        errors?.map(({ propertyPath }) => propertyPath),
        ["projectId", "kmsKey"],
      );
      return true;
    });
  });
});
