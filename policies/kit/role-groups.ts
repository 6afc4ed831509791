/** Who has which role in a project, as far as the resources of a stack say it. */
import type { PolicyResource } from "@pulumi/policy";
import { labelKeys, type PeopleRole, peopleRoles } from "../../components/five-safes";
import { namedBy } from "./resource";
import { ifKnown } from "./unknown";
import { asList, asTextMap } from "./value";

/** A group of a realm that stands for a role. */
export interface RoleGroup {
  resource: PolicyResource;
  role: PeopleRole;
  /** Id of the project, where a label says it. */
  project: string | undefined;
}

/** A person in a group; to read who it is may meet an unknown value. */
export interface Membership {
  resource: PolicyResource;
  person: () => string;
}

const listings = {
  "keycloak:index/groupMemberships:GroupMemberships": "groupId",
  "keycloak:index/userGroups:UserGroups": "groupIds",
} as const;

/** Reads a group's role from its label, else from its name; undefined where it is for none. */
export function readRoleGroup(resource: PolicyResource): RoleGroup | undefined {
  if (resource.type !== "keycloak:index/group:Group") return undefined;
  const labels = asTextMap(resource.props.attributes);
  const named = labels[labelKeys.role] ?? String(resource.props.name);
  const role = peopleRoles.find((it) => it === named);
  return role && { resource, role, project: labels[labelKeys.project] };
}

/** The groups for a role; those that cannot be read are left out. */
export const roleGroups = (resources: readonly PolicyResource[], role: PeopleRole): RoleGroup[] =>
  resources.flatMap((it) => ifKnown(() => readRoleGroup(it)) ?? []).filter((group) => group.role === role);

/** Whether two groups are of one project. */
export const isSameProject = (one: RoleGroup, other: RoleGroup): boolean =>
  one.project === other.project &&
  ifKnown(() => one.resource.props.realmId as unknown) ===
    ifKnown(() => other.resource.props.realmId as unknown);

/** Those whom the stack itself puts into a group. */
export function membershipsOf(
  { resource: group }: RoleGroup,
  resources: readonly PolicyResource[],
): Membership[] {
  return resources.flatMap((resource) => {
    const key = listings[resource.type as keyof typeof listings];
    if (key === "groupId" && namedBy(resource, key, [group], ["id"]).length > 0)
      return membersOf(resource).map((person) => ({ resource, person }));
    if (key === "groupIds" && listsGroup(resource, group))
      return [{ resource, person: () => userNameOf(resource, resources) }];
    return [];
  });
}

/** The members of a GroupMemberships, by the names that people log in with. */
function membersOf({ props }: PolicyResource): (() => string)[] {
  const members = ifKnown(() => asList(props.members));
  // reading the list again says that it is unknown
  if (members === undefined) return [() => String(props.members)];
  return Array.from({ length: members.length }, (_, index) => () => String(members[index]).toLowerCase());
}

function listsGroup(resource: PolicyResource, group: PolicyResource): boolean {
  const ids = ifKnown(() => [...asList(resource.props.groupIds)]);
  const id = ifKnown(() => group.props.id as unknown);
  if (ids !== undefined && id !== undefined) return ids.includes(id);
  return (resource.propertyDependencies.groupIds ?? []).some(({ urn }) => urn === group.urn);
}

/** The name that the user of a UserGroups logs in with; its id where the user is not of this stack. */
function userNameOf(resource: PolicyResource, resources: readonly PolicyResource[]): string {
  const users = resources.filter(({ type }) => type === "keycloak:index/user:User");
  const [user] = namedBy(resource, "userId", users, ["id"]);
  return String(user?.props.username ?? resource.props.userId).toLowerCase();
}
