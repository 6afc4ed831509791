import { unknown, urnOf } from "../../../policies/judge";
import { bucketEncrypted } from "../../../policies/safe-data/bucket-encrypted";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { bucket, scratchBucket } from "../compliant";
import { minio } from "../compliant-programs";
import { encryption } from "../compliant-store";

const subject = 'encryption "heart-store-input-encryption"';
const bare = 'bucket "heart-input" is not encrypted; add an S3BucketServerSideEncryption';
const lungs = { ...changed(encryption, { bucket: "lungs-input" }), name: "lungs-input-encryption" };

describe("safe-data-bucket-encrypted", () => {
  it("holds for a bucket that is encrypted, and for a server that encrypts by itself", async () => {
    await holds(bucketEncrypted, [bucket, encryption, minio()]);
  });

  it("holds for several buckets of one project with one key", async () => {
    const other = changed(encryption, { bucket: "heart-scratch" });
    await holds(bucketEncrypted, [bucket, scratchBucket, encryption, other]);
    await holds(bucketEncrypted, [bucket, scratchBucket, encryption, other], {
      config: { kmsKeys: ["spe-heart"] },
    });
  });

  it("finds a bucket's encryption by the dependency while its name is unknown", async () => {
    const pending = {
      ...changed(encryption, { bucket: unknown }),
      dependencies: { bucket: [urnOf(bucket.type, bucket.name)] },
    };
    await holds(bucketEncrypted, [bucket, pending]);
  });

  it("reports a bucket without encryption, also where only another has one", async () => {
    await reports(bucketEncrypted, [bucket], [bare]);
    await reports(bucketEncrypted, [bucket, lungs], [bare]);
  });

  for (const encryptionType of ["AES256", "AWS:KMS", undefined])
    it(`reports the type ${encryptionType}`, async () => {
      await reports(
        bucketEncrypted,
        [changed(encryption, { encryptionType })],
        [`${subject} is of the type "${encryptionType ?? ""}"; set encryptionType to "aws:kms"`],
      );
    });

  it("reports an encryption without a key", async () => {
    for (const kmsKeyId of ["", undefined])
      await reports(
        bucketEncrypted,
        [changed(encryption, { kmsKeyId })],
        [`${subject} names no key; set kmsKeyId to one of the project`],
      );
  });

  it("reports a key that buckets of two projects use", async () => {
    await reports(
      bucketEncrypted,
      [encryption, lungs],
      [
        `${subject} shares its key with the project "lungs"; give each project its own`,
        'encryption "lungs-input-encryption" shares its key with the project "heart"; give each project its own',
      ],
    );
  });

  it("reports a key that is not among the project's", async () => {
    await reports(
      bucketEncrypted,
      [encryption],
      [`${subject} uses the key "spe-heart"; the project's are spe-heart-2`],
      { config: { kmsKeys: ["spe-heart-2"] } },
    );
  });

  it("reports a server that does not encrypt by itself", async () => {
    for (const MINIO_KMS_AUTO_ENCRYPTION of ["off", undefined])
      await reports(
        bucketEncrypted,
        [minio({ MINIO_KMS_AUTO_ENCRYPTION })],
        [
          'container "minio" of deployment "minio" does not encrypt by itself; set MINIO_KMS_AUTO_ENCRYPTION to "on"',
        ],
      );
  });

  it("cannot be judged while the key is unknown, and still reports the others", async () => {
    await cannotJudge(
      bucketEncrypted,
      [changed(encryption, { kmsKeyId: unknown, encryptionType: "AES256" })],
      "kmsKeyId",
      [`${subject} is of the type "AES256"; set encryptionType to "aws:kms"`],
    );
  });
});
