/** Policy documents as MinIO takes them: plain data, the same for the same arguments. */
import type { BucketRole } from "../five-safes";
import { bucketName } from "../naming";

/** Operator → key → values, of which one must match. */
export type Condition = Record<string, Record<string, string[]>>;

/** One statement of a policy document. */
export interface Statement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Action: string[];
  /** ARNs; absent where the actions are not about objects. */
  Resource?: string[];
  Condition?: Condition;
}

/** A policy document. */
export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: Statement[];
}

/** A bucket of a project: its role, and its name where the project has several of the role. */
export interface BucketOf {
  role: BucketRole;
  name?: string;
}

/** Longest document that MinIO takes, in bytes (`maxBucketPolicySize` in cmd/bucket-policy-handlers.go). */
export const policyBytesLimit = 20 * 1024;

/** A document of these statements; without any, of one that allows nothing, because a policy must have one. */
export const policyDocument = (statements: Statement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: statements.length > 0 ? statements : [allowsNothing],
});

const allowsNothing: Statement = {
  Sid: "AllowsNothing",
  Effect: "Deny",
  Action: ["s3:PutBucketPolicy"],
  Resource: ["arn:aws:s3:::*"],
};

/** What is wrong with a document's size, and what to do; undefined when MinIO takes it. */
export function sizeProblem(document: PolicyDocument, remedy: string): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(document));
  return bytes > policyBytesLimit
    ? `make a policy of ${bytes} bytes, MinIO takes ${policyBytesLimit}: ${remedy}`
    : undefined;
}

/** What MinIO replaces by a fact of the request, `${jwt:sub}`. */
export const variable = (key: string): string => `\${${key}}`;

/** ARNs of the buckets of a role. */
export const bucketArns = (projectId: string, buckets: BucketOf[], role: BucketRole): string[] =>
  buckets
    .filter((bucket) => bucket.role === role)
    .map(({ name }) => `arn:aws:s3:::${bucketName(projectId, role, name)}`);

/** ARNs of the objects under a prefix of buckets; the prefix ends with `/`. */
export const objectArns = (arns: string[], prefix = ""): string[] => arns.map((arn) => `${arn}/${prefix}*`);

/** What a client needs to put large objects in parts, beside `s3:PutObject`. */
export const multipartActions = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
