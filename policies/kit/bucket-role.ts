import { type BucketRole, bucketRoles } from "../../components/five-safes";

/**
 * The role that a bucket's name says, as `heart-input` and `heart-input-imaging` do; undefined for any other name.
 * @param project id of the project; without it, the first role in the name counts
 */
export function bucketRoleOf(bucket: string, project?: string): BucketRole | undefined {
  const start = project === undefined ? "(?:.*?-)??" : `${project}-`;
  const role = new RegExp(`^${start}(${bucketRoles.join("|")})(?:-|$)`).exec(bucket)?.[1];
  return role as BucketRole | undefined;
}
