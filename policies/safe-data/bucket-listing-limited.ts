import { fiveSafes } from "../kit/five-safes";
import { matchesPattern } from "../kit/pattern";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { allowing, includesAction, lists, resourceParts } from "../kit/s3-match";
import { type Condition, readPolicy, type Statement } from "../kit/s3-policy";

/** Names of objects are data too; an unlimited listing shows everybody's. */
export const bucketListingLimited: ResourceRule = {
  name: "safe-data-bucket-listing-limited",
  description:
    "A policy that lets people list a bucket limits the prefix, or lets them read all of it anyway.",
  severity: "medium",
  framework: fiveSafes("safe-data", { control: "D-05", also: ["MinIO policy variables"] }),
  remediationSteps:
    "Condition the Allow on s3:prefix; beside an empty prefix, demand the s3:delimiter /. Let a Deny on listings name the bucket itself.",
  validateResource: ofTypes(
    {
      "minio:index/iamPolicy:IamPolicy": { kind: "policy", key: "name" },
      "minio:index/s3BucketPolicy:S3BucketPolicy": { kind: "policy of bucket", key: "bucket" },
    },
    ({ kind, key }, args, report) => {
      const subject = `${kind} "${nameOf(args, key)}"`;
      const statements = readPolicy(args.props.policy, (problem) => report(`${subject} ${problem}`));
      for (const statement of statements) {
        const problem =
          statement.effect === "Allow" ? openListing(statement, statements) : weakDeny(statement);
        if (problem !== undefined) report(`${subject}, ${statement.label}, ${problem}`);
      }
    },
  ),
};

function openListing(statement: Statement, all: readonly Statement[]): string | undefined {
  if (!statement.notActions.length && !statement.actions.some(lists)) return undefined;
  // a listing shows no more than what the same people may read
  if (
    statement.resources.length > 0 &&
    statement.resources.every((bucket) => readsAll(all, statement, bucket))
  )
    return undefined;
  const prefixes = limitingValues(statement, "s3:prefix");
  if (prefixes === undefined) return "lists whole buckets; add a condition on s3:prefix";
  if (prefixes.includes("*")) return "lists any prefix; narrow its condition on s3:prefix";
  if (!prefixes.includes("")) return undefined;
  const delimiters = limitingValues(statement, "s3:delimiter");
  return delimiters?.every((delimiter) => delimiter === "/")
    ? undefined
    : `lists every object by the empty prefix; demand the s3:delimiter "/" with it`;
}

/** The values to which a statement holds a key of the request, patterns of nothing but `*` as `*`. */
function limitingValues({ conditions }: Statement, key: string): string[] | undefined {
  const limits = conditions.filter(
    (condition) =>
      condition.key === key &&
      condition.set !== "ForAllValues" &&
      ["StringEquals", "StringLike"].includes(condition.operator),
  );
  if (limits.length === 0) return undefined;
  return limits.flatMap(({ operator, values }) =>
    values.map((value) => (operator === "StringLike" && /^\*+$/.test(value) ? "*" : value)),
  );
}

function readsAll(all: readonly Statement[], listing: Statement, resource: string): boolean {
  const { bucket } = resourceParts(resource);
  const people = JSON.stringify(conditionsOnPeople(listing));
  return allowing(all).some(
    (statement) =>
      statement.actions.some((action) => includesAction(action, "s3:GetObject")) &&
      statement.resources.includes(`arn:aws:s3:::${bucket}/*`) &&
      statement.principals.join() === listing.principals.join() &&
      // a reading limited by a condition of s3 is not one of everything
      statement.conditions.length === conditionsOnPeople(statement).length &&
      JSON.stringify(conditionsOnPeople(statement)) === people,
  );
}

const conditionsOnPeople = ({ conditions }: Statement): Condition[] =>
  conditions.filter(({ key }) => !key.startsWith("s3:"));

/** A Deny on listings that names only what is inside of a bucket: servers differ on whether it denies anything. */
function weakDeny({ actions, resources }: Statement): string | undefined {
  if (!actions.some((action) => /^s3:listbucket/i.test(action))) return undefined;
  const parts = resources.map(resourceParts);
  const named = parts.filter(({ path }) => path === undefined).map(({ bucket }) => bucket);
  const missed = parts.find(({ bucket }) => !named.some((pattern) => matchesPattern(pattern, bucket)));
  return missed && `denies listing only inside of a bucket; name "arn:aws:s3:::${missed.bucket}" too`;
}
