import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import type { BucketRole } from "../../components/five-safes";
import { bucketRoleOf } from "../kit/bucket-role";
import { fiveSafes } from "../kit/five-safes";
import { naming } from "../kit/naming";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList, isOn } from "../kit/value";

/** What was given, asked for, released and logged must be shown later as it was, whoever wrote to the bucket since. */
export const bucketVersioned: StackRule = {
  name: "safe-data-bucket-versioned",
  description:
    "Buckets for input, egress requests, release and audit keep every version; the last three also lock objects.",
  severity: "high",
  framework: fiveSafes("safe-data", { control: "D-11", satre: ["2.5.03", "2.6.01", "3.1.11"] }),
  remediationSteps:
    "Give the bucket an S3BucketVersioning with status Enabled and no excluded prefixes; set objectLocking when it is created. A bucket with no role in its name is held to both.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project } = getConfig<{ project?: string }>();
    const versionings = resourcesOfType(resources, "minio:index/s3BucketVersioning:S3BucketVersioning");
    checkEach(resourcesOfType(resources, "minio:index/s3Bucket:S3Bucket"), (bucket) => {
      const role = bucketRoleOf(bucket.props.bucket ?? "", project);
      const ours = naming(versionings, "bucket", bucket, ["bucket", "id"]);
      if (role !== "scratch") checkBucket(bucket, role, ours, report);
    });
  },
};

function checkBucket(
  bucket: PolicyResource,
  role: BucketRole | undefined,
  versionings: PolicyResource[],
  report: ReportViolation,
): void {
  const subject = `bucket "${nameOf(bucket, "bucket")}"${role === undefined ? ", which has no role in its name," : ""}`;
  const isLocked = (): boolean => isOn(bucket.props.objectLocking);
  checkAll(
    () => {
      if (role !== "input" && !isLocked())
        report(
          `${subject} does not lock objects; set objectLocking, which only a new bucket takes`,
          bucket.urn,
        );
    },
    () => {
      // S3 versions each bucket that locks objects
      if (versionings.length === 0 && !isLocked())
        report(`${subject} keeps no versions; add an S3BucketVersioning with status "Enabled"`, bucket.urn);
    },
    () =>
      checkEach(versionings, ({ props }) => {
        const { status, excludedPrefixes, excludeFolders } = props.versioningConfiguration ?? {};
        if (status !== "Enabled")
          report(`${subject} has versioning "${status}"; set its status to "Enabled"`, bucket.urn);
        if (asList(excludedPrefixes).length > 0 || isOn(excludeFolders))
          report(
            `${subject} keeps no versions of some objects; remove excludedPrefixes and excludeFolders`,
            bucket.urn,
          );
      }),
  );
}
