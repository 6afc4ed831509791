/** Who has which role in a project, as far as the resources of a stack say it. */
import type { PolicyResource } from "@pulumi/policy";
import { labelKeys, type PeopleRole, peopleRoles } from "../../components/five-safes";
import { type Clues, Lookup } from "./lookup";
import { identityOf, namedBy, referenceOf } from "./naming";
import { perList } from "./per-list";
import { resourcesOfType } from "./resource";
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

const groupType = "keycloak:index/group:Group";
/** The people of a group. */
const memberListType = "keycloak:index/groupMemberships:GroupMemberships";
/** The groups of a person. */
const userListType = "keycloak:index/userGroups:UserGroups";

/** Reads a group's role from its label, else from its name; undefined where it is for none. */
export function readRoleGroup(resource: PolicyResource): RoleGroup | undefined {
  if (resource.type !== groupType) return undefined;
  const labels = asTextMap(resource.props.attributes);
  const named = labels[labelKeys.role] ?? String(resource.props.name);
  const role = peopleRoles.find((it) => it === named);
  return role && { resource, role, project: labels[labelKeys.project] };
}

/** The groups for a role; those that cannot be read are left out. */
export const roleGroups = perList(
  (resources: readonly PolicyResource[], role: PeopleRole): readonly RoleGroup[] =>
    resourcesOfType(resources, groupType)
      .flatMap((it) => ifKnown(() => readRoleGroup(it)) ?? [])
      .filter((group) => group.role === role),
);

/** Those of a list of groups that are of a group's project, in its realm. */
export function ofSameProject(group: RoleGroup, groups: readonly RoleGroup[]): readonly RoleGroup[] {
  const ofProject = byProject(groups).get(group.project) ?? [];
  return byRealm(ofProject).get(realmOf(group)) ?? [];
}

const byProject = perList((groups: readonly RoleGroup[]) => Map.groupBy(groups, ({ project }) => project));
const byRealm = perList((groups: readonly RoleGroup[]) => Map.groupBy(groups, realmOf));

const realmOf = ({ resource }: RoleGroup): unknown => ifKnown(() => resource.props.realmId as unknown);

/** Those whom the stack itself puts into a group. */
export const membershipsOf = (
  { resource: group }: RoleGroup,
  resources: readonly PolicyResource[],
): Membership[] =>
  listings(resources)
    .find(identityOf(group, ["id"]))
    .flatMap((resource) =>
      resource.type === userListType
        ? { resource, person: () => userNameOf(resource, resources) }
        : membersOf(resource).map((person) => ({ resource, person })),
    );

/** What puts people into groups, by the groups. */
const listings = perList(
  (resources: readonly PolicyResource[]) =>
    new Lookup(resourcesOfType(resources, memberListType, userListType), (it) =>
      it.type === userListType ? groupsOf(it) : referenceOf(it, "groupId"),
    ),
);

/** The groups that a UserGroups lists. */
function groupsOf({ props, propertyDependencies }: PolicyResource): Clues {
  const values = ifKnown(() => [...asList(props.groupIds)]);
  return { ...(values && { values }), urns: (propertyDependencies.groupIds ?? []).map(({ urn }) => urn) };
}

/** The members of a GroupMemberships, by the names that people log in with. */
function membersOf({ props }: PolicyResource): (() => string)[] {
  const members = ifKnown(() => asList(props.members));
  // reading the list again says that it is unknown
  if (members === undefined) return [() => String(props.members)];
  return Array.from({ length: members.length }, (_, index) => () => String(members[index]).toLowerCase());
}

/** The name that the user of a UserGroups logs in with; its id where the user is not of this stack. */
function userNameOf(resource: PolicyResource, resources: readonly PolicyResource[]): string {
  const users = resourcesOfType(resources, "keycloak:index/user:User");
  const [user] = namedBy(resource, "userId", users, ["id"]);
  return String(user?.props.username ?? resource.props.userId).toLowerCase();
}
