import { isIP } from "node:net";
import { type BucketArgs, bucketKey, lockedRoles, type ObjectStoreArgs } from "./object-store-args";
import { serverProblem } from "./object-store-server";
import { type NamedPerson, unwritableByName } from "./people-policy";
import { sizeProblem } from "./policy-document";
import { isQuota } from "./quota";
import { policyDocuments } from "./store-policies";

/** What is wrong with an object store's arguments, all at once. */
export function objectStoreProblems(args: ObjectStoreArgs): Record<string, string | undefined> {
  const { projectId, server, kmsKey, buckets, sourceRanges = [], people = [] } = args;
  const keys = buckets.map(bucketKey);
  const { people: peoplePolicy, ...rolePolicies } = policyDocuments(args);
  const rolesTooLarge = Object.values(rolePolicies)
    .map((document) => sizeProblem(document, "give some of them a project of their own"))
    .find((problem) => problem !== undefined);
  return {
    projectId: projectIdPattern.test(projectId)
      ? undefined
      : `must be 3 to 24 lower-case letters, digits or hyphens, got "${projectId}"`,
    server: serverProblem(server),
    kmsKey: /^[\w.-]+$/.test(kmsKey) ? undefined : `must name a key of the server's KMS, got "${kmsKey}"`,
    ...Object.fromEntries(
      buckets.map((bucket, i) => [`buckets[${i}]`, bucketProblem(bucket, keys.indexOf(keys[i] ?? "") < i)]),
    ),
    buckets: buckets.length === 0 ? "must not be empty" : rolesTooLarge,
    ...Object.fromEntries(
      sourceRanges.map((range, i) => [
        `sourceRanges[${i}]`,
        isRange(range) ? undefined : `must be a CIDR such as "192.0.2.0/24", got "${range}"`,
      ]),
    ),
    ...Object.fromEntries(people.map((person, i) => [`people[${i}]`, personProblem(person, keys)])),
    people: peoplePolicy && sizeProblem(peoplePolicy, "let a group of the realm stand for some of them"),
  };
}

const projectIdPattern = /^[a-z][a-z0-9-]{2,23}$/;

function bucketProblem(
  { role, name, quota, retentionDays }: BucketArgs,
  repeated: boolean,
): string | undefined {
  if (repeated) return `is a second bucket "${bucketKey({ role, name })}"; give it another name`;
  if (name !== undefined && !/^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/.test(name)) {
    return `must have a name of up to 20 lower-case letters, digits and inner hyphens, got "${name}"`;
  }
  if (quota !== undefined && !isQuota(quota)) return `must have a quota such as "500 GiB", got "${quota}"`;
  if (retentionDays === undefined) return undefined;
  if (!lockedRoles.includes(role)) {
    return `must have no retentionDays: a bucket for ${role} is not locked, only those for ${lockedRoles.join(", ")} are`;
  }
  return Number.isInteger(retentionDays) && retentionDays >= 1 && retentionDays <= 36500
    ? undefined
    : `must have 1 to 36500 retentionDays, got ${retentionDays}`;
}

function personProblem({ id, bucket, access, until }: NamedPerson, keys: string[]): string | undefined {
  if (!/^[^\s*?$"]+$/.test(id))
    return `must have the upstream's sub as id, without spaces, *, ? and $, got "${id}"`;
  if (!keys.includes(bucketKey(bucket))) {
    return `must name one of the buckets ${keys.join(", ")}, got "${bucketKey(bucket)}"`;
  }
  if (access === "write" && unwritableByName.includes(bucket.role)) {
    return `must not write to a bucket for ${bucket.role}: only checkers release, only servers write audit records`;
  }
  return until === undefined || isDate(until) ? undefined : `must have an ISO date as until, got "${until}"`;
}

/** Whether a text is a day of the calendar, `2026-12-31`. */
const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

function isRange(text: string): boolean {
  const [address = "", bits = ""] = text.split("/");
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= longest;
}
