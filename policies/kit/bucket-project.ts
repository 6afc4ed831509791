import { bucketRoleOf } from "./bucket-role";

/** The project that a bucket's name says, `heart` of `heart-input-imaging`; undefined where the name says no role. */
export function bucketProjectOf(bucket: string, project?: string): string | undefined {
  const role = bucketRoleOf(bucket, project);
  if (role === undefined || project !== undefined) return role && project;
  return new RegExp(`^(?:(.+?)-)?${role}(?:-|$)`).exec(bucket)?.[1] ?? "";
}
