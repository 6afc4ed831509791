/**
 * Decides requests by policies as MinIO does (github.com/minio/pkg/v3 v3.1.0: policy/policy.go, statement.go, resource.go);
 * test/integration/policy-evaluation.spec.ts compares the two. Takes the policies for such as MinIO accepts, and knows one
 * thing less: MinIO drops a statement that differs from another only in where the values of a condition are split by spaces.
 */
import { posix } from "node:path";
import { conditionHolds } from "./policy-conditions";
import { listOf, type NamedPolicies, type PolicyStatement, type RequestFacts } from "./policy-language";
import { matchesWildcard, resourceWithVariables } from "./policy-pattern";

/** One question to the policies; a request of S3 can ask several, see `store-requests.ts`. */
export interface PolicyQuestion {
  /** `s3:GetObject`, `sts:AssumeRoleWithWebIdentity`, `admin:CreateServiceAccount`. */
  action: string;
  /** @default none, as for what is not about a bucket */
  bucket?: string;
  /** @default none, as for what is about the bucket itself */
  object?: string;
  facts: RequestFacts;
  /** Allowed unless a statement denies it. @default false */
  unlessDenied?: boolean;
}

/** An answer. */
export interface PolicyDecision {
  allowed: boolean;
  /** The first statement that decides; absent where the lack of one does. */
  by?: { policy: string; statement: PolicyStatement };
}

/** What the policies, taken together, say to a question: one Deny outweighs every Allow. */
export function decide(policies: NamedPolicies, question: PolicyQuestion): PolicyDecision {
  const first = (effect: PolicyStatement["Effect"]): PolicyDecision["by"] => {
    for (const [policy, { Statement }] of Object.entries(policies)) {
      const statement = Statement.find((it) => it.Effect === effect && isAbout(it, question));
      if (statement !== undefined) return { policy, statement };
    }
    return undefined;
  };
  const denied = first("Deny");
  if (denied !== undefined) return { allowed: false, by: denied };
  if (question.unlessDenied) return { allowed: true };
  const allowed = first("Allow");
  return allowed === undefined ? { allowed: false } : { allowed: true, by: allowed };
}

function isAbout(statement: PolicyStatement, question: PolicyQuestion): boolean {
  return (
    isAboutAction(statement, question.action) &&
    isAboutResource(statement, question) &&
    conditionHolds(statement.Condition ?? {}, question.facts)
  );
}

function isAboutAction({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const matches = (pattern: string): boolean =>
    matchesWildcard(pattern, action) ||
    // who may get versions may get the object (`ActionSet.Match`)
    (pattern === "s3:GetObjectVersion" && action === "s3:GetObject");
  return (Action === undefined || listOf(Action).some(matches)) && !listOf(NotAction).some(matches);
}

function isAboutResource(
  { Action, Resource, NotResource }: PolicyStatement,
  { bucket = "", object = "", facts }: PolicyQuestion,
): boolean {
  // MinIO takes `*` for an action of STS, and looks at no resource for those
  if (listOf(Action).some((action) => action === "*" || /^(admin|sts):/.test(action))) return true;
  const path = `${bucket}/${object.replace(/^\//, "")}`;
  const covers = (resource: string): boolean => coversPath(resource, path, facts);
  return (Resource === undefined || listOf(Resource).some(covers)) && !listOf(NotResource).some(covers);
}

/** Of a bucket itself the path is `bucket/`: an ARN of the bucket covers it, and one of all its objects as well. */
function coversPath(resource: string, path: string, facts: RequestFacts): boolean {
  const pattern = resourceWithVariables(resource === "*" ? resource : withoutArn(resource), facts);
  return pattern === cleanPath(path) || matchesWildcard(pattern, path);
}

const withoutArn = (resource: string): string => resource.replace(/^(arn:aws:s3:::|arn:minio:kms:::|\*)/, "");

/** Go's `path.Clean`, which leaves no slash at the end. */
const cleanPath = (path: string): string => posix.normalize(path).replace(/(?<=.)\/$/, "");
