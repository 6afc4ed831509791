import type { PolicyResource } from "@pulumi/policy";
import type { BucketRole } from "../../components/five-safes";
import { bucketRoleOf } from "./bucket-role";
import { perList } from "./per-list";
import { ifKnown } from "./unknown";

/** The project that a bucket's name says, `heart` of `heart-input-imaging`; undefined where the name says no role. */
export function bucketProjectOf(bucket: string, project?: string): string | undefined {
  const role = bucketRoleOf(bucket, project);
  if (role === undefined || project !== undefined) return role && project;
  return new RegExp(`^(?:(.+?)-)?${role}(?:-|$)`).exec(bucket)?.[1] ?? "";
}

/**
 * The name of the first bucket for a role that is of the same project as another; names that are not known yet are left out.
 * @param other name of a bucket that has a role in its name
 */
export const firstBucket = (
  buckets: readonly PolicyResource[],
  role: BucketRole,
  other: string,
  project?: string,
): string | undefined => firstBuckets(buckets, project).get(`${role} ${bucketProjectOf(other, project)}`);

const firstBuckets = perList((buckets: readonly PolicyResource[], project: string | undefined) => {
  const names = buckets.flatMap(({ props }) => ifKnown(() => String(props.bucket ?? "")) ?? []);
  const byPlace = names.map((name): [string, string] => [
    `${bucketRoleOf(name, project)} ${bucketProjectOf(name, project)}`,
    name,
  ]);
  return new Map(byPlace.reverse());
});
