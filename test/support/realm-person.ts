/** A person as an environment's realm knows them, seen by its administrator. */
import type { TestEnvironment } from "./test-sandbox";

/** What the realm keeps of a person. */
export interface RealmPerson {
  /** Path below `/admin/realms`. */
  path: string;
  id: string;
  enabled: boolean;
  attributes: Record<string, string[]>;
  /** Full paths of the person's groups, and their ids. */
  groups: { id: string; path: string }[];
  sessions: number;
}

/** The person with this user name, where the realm has heard of one. */
export async function realmPerson(
  { keycloak, identity }: TestEnvironment,
  userName: string,
): Promise<RealmPerson | undefined> {
  const users = `${new URL(identity.issuer).pathname.replace("/realms", "")}/users`;
  const query = new URLSearchParams({ username: userName, exact: "true", briefRepresentation: "false" });
  const [found] = (await keycloak.get<RealmPerson[]>(`${users}?${query}`)) ?? [];
  if (found === undefined) return undefined;
  const { id, enabled, attributes = {} } = found;
  const path = `${users}/${id}`;
  const groups = (await keycloak.get<RealmPerson["groups"]>(`${path}/groups`)) ?? [];
  const sessions = (await keycloak.get<unknown[]>(`${path}/sessions`)) ?? [];
  return { path, id, enabled, attributes, groups, sessions: sessions.length };
}
