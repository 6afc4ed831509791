/** One person for each thing that somebody can be to an environment: what the settings alone tell of its people. */

import { type BucketRole, type PeopleRole, peopleRoles } from "../../components/five-safes";
import { bucketName, groupPath, policyName } from "../../components/naming";
import {
  machineDocument,
  type NamedPolicies,
  policyDocuments,
  type StoreIdentity,
} from "../../components/store-access";
import type { Settings, StorageSettings } from "../../infra/settings";

/** A person, or a machine. */
export interface SamplePerson {
  /** What reports and `--as` call it: `researcher`, `mona as manager`, `machine mount`. */
  name: string;
  /** Of somebody who is named in the settings: the name, and the role in which they are judged. */
  named?: { person: string; role: PeopleRole };
  /** Who that is, in words. */
  is: string;
  /** By which way they get in: the realm's login, or keys of the store. @default by none */
  comesBy?: "login" | "keys";
  /** As the store would know them; absent for one without any token or keys. */
  identity?: StoreIdentity;
  policies: NamedPolicies;
}

/** What stands for a person's own name in the prefixes of buckets. */
export const ownName = "own-name";

/** The people of an environment; with no object store, the same people without rights. */
export function samplePeople(settings: Settings): SamplePerson[] {
  const { project, identity, storage } = settings;
  const policies = storage === undefined ? {} : peoplePolicies(settings, storage);
  const roles = peopleRoles.filter((role) => identity?.groups.some((group) => group.role === role));
  const somebody = (
    name: string,
    is: string,
    memberships: PeopleRole[],
    id = `${name}@upstream`,
  ): SamplePerson => ({
    name,
    is,
    ...(memberships.length > 0 ? { comesBy: "login" } : {}),
    identity: {
      userName: name,
      claims: {
        sub: ownName,
        upn: id,
        preferred_username: ownName,
        groups: memberships.map((role) => groupPath(project.id, role)),
      },
    },
    policies,
  });
  return [
    ...roles.map((role) => somebody(role, `whoever is a ${role} and nothing else`, [role])),
    ...pairsOf(roles).map((pair) => somebody(pair.join("+"), `whoever is ${pair.join(" and ")}`, pair)),
    ...namedPeople(settings.people).flatMap(({ name, id }) =>
      roles.map((role) => ({
        ...somebody(`${name} as ${role}`, `${id}, who is named in the settings, as ${role}`, [role], id),
        named: { person: name, role },
      })),
    ),
    somebody("outsider", "whoever has none of the entitlements; the login refuses them", []),
    { name: "anonymous", is: "whoever has no credentials", policies: {} },
    ...(storage?.serviceAccounts ?? []).map((account) => machine(project.id, account)),
  ];
}

function peoplePolicies({ project, site, people }: Settings, storage: StorageSettings): NamedPolicies {
  const documents = policyDocuments({
    ...storage,
    projectId: project.id,
    sourceRanges: site.sourceRanges,
    people: people.map((person) => ({ ...person, bucket: bucketOf(person.bucket) })),
  });
  return Object.fromEntries(
    Object.entries(documents).map(([part, document]) => [policyName(project.id, part), document]),
  );
}

function machine(projectId: string, account: StorageSettings["serviceAccounts"][number]): SamplePerson {
  const { role, name } = bucketOf(account.bucket);
  const userName = policyName(projectId, `machine-${account.name}`);
  const { prefix = "", access } = account;
  const document = machineDocument({ bucket: bucketName(projectId, role, name), prefix, access });
  return {
    name: `machine ${account.name}`,
    is: "whoever holds the keys of this machine",
    comesBy: "keys",
    identity: { userName },
    policies: { [userName]: document },
  };
}

/** Everybody who is named, once: by name, and by id where that leaves open who is meant. */
function namedPeople(people: Settings["people"]): { name: string; id: string }[] {
  const ids = [...new Set(people.map(({ id }) => id))];
  const nameOf = (id: string): string | undefined => people.find((it) => it.id === id && it.name)?.name;
  return ids.map((id) => {
    const name = nameOf(id);
    const isShared = ids.some((other) => other !== id && nameOf(other) === name);
    return { id, name: name === undefined || isShared ? id : name };
  });
}

const pairsOf = (roles: PeopleRole[]): PeopleRole[][] =>
  roles.flatMap((one, i) => roles.slice(i + 1).map((other) => [one, other]));

/** `input/imaging` as role and name; the settings have been checked. */
export function bucketOf(reference: string): { role: BucketRole; name?: string } {
  const [role, name] = reference.split("/");
  return { role: role as BucketRole, ...(name === undefined ? {} : { name }) };
}
