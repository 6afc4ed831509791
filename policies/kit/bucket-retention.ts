import type { PolicyResource } from "@pulumi/policy";
import { field } from "./field";
import { naming } from "./naming";
import { resourcesOfType } from "./resource";

const inDays = (count: unknown, unit: unknown): number => Number(count) * (unit === "YEARS" ? 365 : 1);

/** How each kind of resource says for how many days a bucket locks new objects; the last two are of later providers. */
const readers: Readonly<Record<string, (props: unknown) => number>> = {
  "pulumi-nodejs:dynamic/storage:BucketRetention": (props) => Number(field(props, "days")),
  "minio:index/s3BucketRetention:S3BucketRetention": (props) =>
    inDays(field(props, "validityPeriod"), field(props, "unit")),
  "minio:index/s3BucketObjectLockConfiguration:S3BucketObjectLockConfiguration": (props) => {
    const rule = field(props, "rule", "defaultRetention");
    return Number(field(rule, "days") ?? inDays(field(rule, "years"), "YEARS"));
  },
};

/** Days for which a bucket locks each new object, the fewest that any resource says; 0 where none says it. */
export function retentionDays(bucket: PolicyResource, resources: readonly PolicyResource[]): number {
  const retentions = resourcesOfType(resources, ...Object.keys(readers));
  const days = naming(retentions, "bucket", bucket, ["bucket", "id"]).map(
    ({ type, props }) => readers[type]?.(props) || 0,
  );
  return days.length === 0 ? 0 : Math.min(...days);
}
