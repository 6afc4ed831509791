import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { bucketProjectOf } from "../kit/bucket-project";
import { checkContainers, environmentOf, servesMinio } from "../kit/container";
import { fiveSafes } from "../kit/five-safes";
import { knownOnes } from "../kit/known-values";
import { naming } from "../kit/naming";
import { perList } from "../kit/per-list";
import type { PodJudge } from "../kit/pod-spec";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { isOff, settingOf } from "../kit/setting";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";

const autoEncryption = "MINIO_KMS_AUTO_ENCRYPTION";

/** A stolen disk must show nothing, and the end of a project's key must be the end of that project's data and of no other. */
export const bucketEncrypted: StackRule = {
  name: "safe-data-bucket-encrypted",
  description: "Every bucket encrypts what is put into it, with a key that no other project's buckets use.",
  severity: "high",
  framework: fiveSafes("safe-data", {
    control: "D-10",
    satre: ["2.8.01", "2.8.05"],
    also: ["TEHDAS2 SDR-3", "MinIO encryption-at-rest checklist"],
  }),
  remediationSteps:
    "Give the bucket an S3BucketServerSideEncryption with encryptionType aws:kms and a key of the project.",
  configSchema: {
    properties: {
      kmsKeys: {
        type: "array",
        items: { type: "string" },
        description:
          "Keys of the project in the server's KMS; without it, any that the stack uses for no other project.",
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { kmsKeys } = getConfig<{ kmsKeys?: string[] }>();
    const encryptions = resourcesOfType(
      resources,
      "minio:index/s3BucketServerSideEncryption:S3BucketServerSideEncryption",
    );
    checkAll(
      () =>
        checkEach(resourcesOfType(resources, "minio:index/s3Bucket:S3Bucket"), (bucket) => {
          if (naming(encryptions, "bucket", bucket, ["bucket", "id"]).length === 0)
            report(
              `bucket "${nameOf(bucket, "bucket")}" is not encrypted; add an S3BucketServerSideEncryption`,
              bucket.urn,
            );
        }),
      () => checkEach(encryptions, (it) => checkEncryption(it, encryptions, kmsKeys, report)),
      () => checkContainers(resources, checkServer, report),
    );
  },
};

/** What a server encrypts by itself is encrypted before its bucket says so, too. */
const checkServer: PodJudge = (container, refuse) => {
  if (servesMinio(container) && isOff(settingOf(environmentOf(container), autoEncryption)?.read()))
    refuse(`does not encrypt by itself; set ${autoEncryption} to "on"`);
};

function checkEncryption(
  encryption: PolicyResource,
  all: readonly PolicyResource[],
  kmsKeys: string[] | undefined,
  report: ReportViolation,
): void {
  const { name, props, urn } = encryption;
  const refuse = (problem: string): void => report(`encryption "${name}" ${problem}`, urn);
  checkAll(
    () => {
      const { encryptionType } = props;
      if (encryptionType !== "aws:kms")
        refuse(`is of the type "${encryptionType ?? ""}"; set encryptionType to "aws:kms"`);
    },
    () => {
      const { kmsKeyId } = props;
      if (!kmsKeyId) refuse("names no key; set kmsKeyId to one of the project");
      else if (kmsKeys !== undefined && !kmsKeys.includes(kmsKeyId))
        refuse(`uses the key "${kmsKeyId}"; the project's are ${kmsKeys.join(", ")}`);
    },
    () => {
      const { kmsKeyId } = props;
      const other = projectsByKey(all)
        .get(kmsKeyId)
        ?.find((it) => it !== projectOf(encryption));
      if (kmsKeyId && other !== undefined && projectOf(encryption) !== undefined)
        refuse(`shares its key with the project "${other}"; give each project its own`);
    },
  );
}

/** The first two projects that use each key: one of them is another than any. */
const projectsByKey = perList((encryptions: readonly PolicyResource[]) => {
  const byKey = new Map<unknown, string[]>();
  for (const encryption of knownOnes(encryptions, "kmsKeyId")) {
    const key: unknown = encryption.props.kmsKeyId;
    const projects = byKey.get(key) ?? [];
    const project = ifKnown(() => projectOf(encryption));
    if (project !== undefined && projects.length < 2 && !projects.includes(project)) projects.push(project);
    byKey.set(key, projects);
  }
  return byKey;
});

const projectOf = ({ props }: PolicyResource): string | undefined =>
  bucketProjectOf(String(props.bucket ?? ""));
