import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { bucketRoleOf } from "../kit/bucket-role";
import { fiveSafes } from "../kit/five-safes";
import { readAll } from "../kit/known-values";
import { matchesPattern } from "../kit/pattern";
import { nameOf, resourcesOfType } from "../kit/resource";
import { rolePolicies } from "../kit/role-policies";
import type { StackRule } from "../kit/rule";
import { allowing, includesAction, isBucketPattern, resourceParts } from "../kit/s3-match";
import { readPolicy, type Statement } from "../kit/s3-policy";
import { mayBeOf, reachOf, writesOf } from "../kit/s3-roles";
import { checkAll, checkEach } from "../kit/unknown";

/** Who checks a request must see what was asked for, and must not be able to change it into something harmless. */
export const requestReadOnly: StackRule = {
  name: "safe-outputs-request-read-only",
  description: "Output checkers read egress requests and cannot change them.",
  severity: "high",
  framework: fiveSafes("safe-outputs", { control: "O-03", also: ["trevor C-03", "trevor ADR-0011"] }),
  remediationSteps:
    "Allow the checkers' group only s3:Get… and s3:List… on the egress-request bucket, with s3:GetObject among them.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project, which its buckets' names begin with." },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project } = getConfig<{ project?: string }>();
    const policies = rolePolicies(resources);
    const readable: string[] = [];
    checkAll(
      () =>
        checkEach(policies, (policy) => {
          const statements = statementsOf(policy, report);
          checkWrites(policy, statements, project, report);
          readable.push(...statements.filter(letsCheckersRead).flatMap((statement) => statement.resources));
        }),
      () => {
        const byBucket = Map.groupBy(readable, bucketOf);
        checkEach(resourcesOfType(resources, "minio:index/s3Bucket:S3Bucket"), (bucket) => {
          const name: unknown = bucket.props.bucket;
          if (typeof name !== "string" || bucketRoleOf(name, project) !== "egress-request") return;
          const object = `arn:aws:s3:::${name}/any`;
          const possible = [...(byBucket.get(bucketOf(object)) ?? []), ...(byBucket.get(undefined) ?? [])];
          if (possible.some((resource) => matchesPattern(resource, object))) return;
          // a policy that is not known yet may let them
          readAll(policies, "policy");
          report(`no checker can read bucket "${name}"; allow their group s3:GetObject on it`, bucket.urn);
        });
      },
    );
  },
};

/** The bucket that a resource of a policy is in; undefined where a pattern stands for buckets. */
function bucketOf(resource: string): string | undefined {
  const { bucket } = resourceParts(resource);
  return isBucketPattern(bucket) ? undefined : bucket;
}

const statementsOf = (policy: PolicyResource, report: ReportViolation): Statement[] =>
  allowing(
    readPolicy(policy.props.policy, (problem) =>
      report(`role policy "${nameOf(policy, "name")}" ${problem}`, policy.urn),
    ),
  );

function checkWrites(
  policy: PolicyResource,
  statements: readonly Statement[],
  project: string | undefined,
  report: ReportViolation,
): void {
  for (const statement of statements) {
    const requests = reachOf(statement, "egress-request", project);
    const writes = writesOf(statement);
    if (requests.length > 0 && writes.length > 0 && mayBeOf("checker", statement))
      report(
        `role policy "${nameOf(policy, "name")}", ${statement.label}, lets checkers use ${writes.join(", ")} on ${requests.join(", ")}; allow them to read only`,
        policy.urn,
      );
  }
}

const letsCheckersRead = (statement: Statement): boolean =>
  mayBeOf("checker", statement) && statement.actions.some((action) => includesAction(action, "s3:GetObject"));
