/** Whose a statement of a role policy is, and what it does in which of a project's buckets. */
import type { BucketRole, PeopleRole } from "../../components/five-safes";
import { bucketRoleOf } from "./bucket-role";
import { isBucketPattern, onlyReads, resourceParts } from "./s3-match";
import { groupLimits } from "./s3-people";
import type { Statement } from "./s3-policy";

/** Whether people of a role may have a statement: no condition on groups leaves them out. */
export function mayBeOf(role: PeopleRole, statement: Statement): boolean {
  const group = new RegExp(`/(${role}|\\*)$`);
  return groupLimits(statement).every((groups) => groups.some((name) => group.test(name)));
}

/** What a statement names that is, or may be, in buckets of a role: a pattern for buckets may be any. */
export function reachOf(
  { resources, notResources }: Statement,
  role: BucketRole,
  project: string | undefined,
): string[] {
  if (notResources.length > 0) return [`all but ${notResources.join(", ")}`];
  return resources.filter((resource) => {
    const { bucket } = resourceParts(resource);
    return isBucketPattern(bucket) || bucketRoleOf(bucket, project) === role;
  });
}

/** The actions of a statement. */
export const actionsOf = ({ actions, notActions }: Statement): string[] => [
  ...actions,
  ...(notActions.length > 0 ? [`all but ${notActions.join(", ")}`] : []),
];

/** The actions of a statement that do more than read. */
export const writesOf = (statement: Statement): string[] =>
  actionsOf(statement).filter((action) => !onlyReads(action));
