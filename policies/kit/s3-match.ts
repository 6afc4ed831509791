/** What actions and resources of an S3 policy reach. */
import { matchesPattern } from "./pattern";
import type { Statement } from "./s3-policy";

/** The actions that list what is in a bucket; the only ones for which `s3:prefix` is a limit. */
const listActions = ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"];

/** Whether an action, which may be a pattern, includes a certain one; case does not count. */
export const includesAction = (action: string, wanted: string): boolean =>
  matchesPattern(action.toLowerCase(), wanted.toLowerCase());

/** Whether an action lists what is in a bucket. */
export const lists = (action: string): boolean =>
  listActions.some((listAction) => includesAction(action, listAction));

/** Whether an action does nothing but list. */
export const onlyLists = (action: string): boolean =>
  listActions.some((listAction) => listAction.toLowerCase() === action.toLowerCase());

/** Whether an action does nothing but read: its verb is written out and is Get or List. */
export const onlyReads = (action: string): boolean => /^s3:(get|list)/i.test(action);

/** Whether an action leaves open what it does: `*`, `s3:*`, `admin:*`, `s3:*Object`. */
export const hasOpenVerb = (action: string): boolean => !/^[a-z0-9-]+:[a-z]/i.test(action);

/** The parts of a resource: bucket and path, each a pattern; the path is undefined for the bucket itself. */
export interface ResourceParts {
  bucket: string;
  path?: string;
}

/** Splits a resource; what is no ARN of S3, above all `*`, reaches every bucket. */
export function resourceParts(resource: string): ResourceParts {
  const arn = "arn:aws:s3:::";
  if (!resource.startsWith(arn)) return { bucket: "*" };
  const [bucket = "", ...path] = resource.slice(arn.length).split("/");
  return path.length === 0 ? { bucket } : { bucket, path: path.join("/") };
}

/** Whether a name of a bucket is a pattern, or written with a variable: it then stands for buckets nobody listed. */
export const isBucketPattern = (bucket: string): boolean => /[*?]|\$\{/.test(bucket);

/** The statements that allow. */
export const allowing = (statements: readonly Statement[]): Statement[] =>
  statements.filter(({ effect }) => effect === "Allow");
