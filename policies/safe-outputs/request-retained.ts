import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { retentionDays } from "../kit/bucket-retention";
import { bucketRoleOf } from "../kit/bucket-role";
import { fiveSafes } from "../kit/five-safes";
import { naming } from "../kit/naming";
import { resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { isOn } from "../kit/value";

/** What was asked for must be there as it was asked, when somebody questions the decision. */
export const requestRetained: StackRule = {
  name: "safe-outputs-request-retained",
  description: "An egress-request bucket keeps every version of every request, locked for some days.",
  severity: "high",
  framework: fiveSafes("safe-outputs", { control: "O-04", satre: ["2.5.03"], also: ["trevor ADR-0011"] }),
  remediationSteps:
    "Make the bucket with objectLocking, leave its versioning Enabled, and give it a retention of a day or longer.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project } = getConfig<{ project?: string }>();
    checkEach(resourcesOfType(resources, "minio:index/s3Bucket:S3Bucket"), (bucket) => {
      const name = String(bucket.props.bucket ?? "");
      if (bucketRoleOf(name, project) === "egress-request") checkBucket(bucket, name, resources, report);
    });
  },
};

function checkBucket(
  bucket: PolicyResource,
  name: string,
  resources: readonly PolicyResource[],
  report: ReportViolation,
): void {
  const versionings = resourcesOfType(resources, "minio:index/s3BucketVersioning:S3BucketVersioning");
  const refuse = (problem: string): void => report(`bucket "${name}" ${problem}`, bucket.urn);
  checkAll(
    () => {
      // S3 versions each bucket that locks objects
      if (!isOn(bucket.props.objectLocking))
        refuse("does not lock requests; set objectLocking, which only a new bucket takes");
    },
    () =>
      checkEach(naming(versionings, "bucket", bucket, ["bucket", "id"]), ({ props }) => {
        const status: unknown = props.versioningConfiguration?.status;
        if (status !== "Enabled") refuse(`has versioning "${status}"; set its status to "Enabled"`);
      }),
    () => {
      if (retentionDays(bucket, resources) < 1)
        refuse("has no retention, so that requests can be deleted; say for how many days they are locked");
    },
  );
}
