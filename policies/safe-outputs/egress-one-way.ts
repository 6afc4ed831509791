import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { firstBucket } from "../kit/bucket-project";
import { bucketRoleOf } from "../kit/bucket-role";
import { fiveSafes } from "../kit/five-safes";
import { readAll } from "../kit/known-values";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { allowing, hasOpenVerb, onlyReads } from "../kit/s3-match";
import { readPolicy, type Statement } from "../kit/s3-policy";
import { checkAll, checkEach } from "../kit/unknown";

/** The two places of a way out, each with the other. */
const locations = [
  ["egress-request", "release"],
  ["release", "egress-request"],
] as const;

/** Whoever watches what leaves can watch one way out, not several. */
export const egressOneWay: StackRule = {
  name: "safe-outputs-egress-one-way",
  description:
    "Results leave a project by one egress-request and one release bucket, and nothing else can be read from outside.",
  severity: "high",
  framework: fiveSafes("safe-outputs", { control: "O-01", satre: ["3.1.05", "3.1.06"] }),
  remediationSteps:
    "Give the project one egress-request and one release bucket, and remove policies that let outsiders read any other.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project } = getConfig<{ project?: string }>();
    const buckets = resourcesOfType(resources, "minio:index/s3Bucket:S3Bucket");
    const policies = resourcesOfType(resources, "minio:index/s3BucketPolicy:S3BucketPolicy");
    checkAll(
      () => checkEach(buckets, (bucket) => checkLocation(bucket, buckets, project, report)),
      () => checkEach(policies, (policy) => checkPolicy(policy, project, report)),
    );
  },
};

function checkLocation(
  bucket: PolicyResource,
  all: readonly PolicyResource[],
  project: string | undefined,
  report: ReportViolation,
): void {
  const name = String(bucket.props.bucket ?? "");
  const location = locations.find(([it]) => it === bucketRoleOf(name, project));
  if (location === undefined) return;
  const [role, counterpart] = location;
  const first = firstBucket(all, role, name, project);
  if (first !== name)
    report(`bucket "${name}" is a second ${role} bucket beside "${first}"; keep one`, bucket.urn);
  if (firstBucket(all, counterpart, name, project) !== undefined) return;
  // one whose name is not known yet may be it
  readAll(all, "bucket");
  report(`bucket "${name}" has no ${counterpart} bucket beside it; add one, or remove it`, bucket.urn);
}

function checkPolicy(policy: PolicyResource, project: string | undefined, report: ReportViolation): void {
  const { bucket } = policy.props;
  if (bucketRoleOf(String(bucket ?? ""), project) === "release") return;
  const subject = `policy of bucket "${nameOf(policy, "bucket")}"`;
  const statements = readPolicy(policy.props.policy, (problem) =>
    report(`${subject} ${problem}`, policy.urn),
  );
  for (const statement of allowing(statements))
    if (isForOutsiders(statement) && reads(statement))
      report(`${subject}, ${statement.label}, lets outsiders read; delete the statement`, policy.urn);
}

/** Whether somebody without a name has the statement: a pattern matches those as well. */
const isForOutsiders = ({ principals, notPrincipals }: Statement): boolean =>
  notPrincipals.length > 0 || principals.length === 0 || principals.some((it) => /[*?]/.test(it));

const reads = ({ actions, notActions }: Statement): boolean =>
  notActions.length > 0 || actions.some((action) => onlyReads(action) || hasOpenVerb(action));
