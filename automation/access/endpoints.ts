/** The ways into an environment: where people log in and what leads them to the store, and machines with their keys. */
import { consoleRedirectUri, realmIssuer } from "../../components/naming";
import type { Settings } from "../../infra/settings";
import { clusterEndpoints, computeEntries, machineEndpoints } from "./compute-endpoints";
import type { SamplePerson } from "./sample-people";

/** A way in. */
export interface Endpoint {
  /** `login`, `client workbench`, `console`, `store`, `machine mount`, `tasks`, `bastion`. */
  name: string;
  /** URLs: of a client, those to which its logins return. */
  addresses: string[];
  /** Who may use it, in words. */
  for: string;
  usedBy(person: SamplePerson): boolean;
}

/** Something that lets people in. */
export interface Entry {
  /** Who comes in by it, in words. */
  who: string;
  /** What they get, in words. */
  what: string;
}

/** Every way in. */
export function endpointsOf(settings: Settings): Endpoint[] {
  const { identity, storage } = settings;
  if (identity === undefined) return machineEndpoints(settings);
  const issuer = realmIssuer(identity.keycloak.url, identity.realm);
  const forPeople = { for: "people with a role", usedBy: ({ comesBy }: SamplePerson) => comesBy === "login" };
  return [
    {
      name: "login",
      addresses: [issuer],
      ...forPeople,
      for: `people with an entitlement, by ${identity.upstream.displayName}`,
    },
    ...identity.clients.map(({ id, redirectUris }) => ({
      name: `client ${id}`,
      addresses: redirectUris,
      ...forPeople,
    })),
    ...(storage === undefined
      ? []
      : [
          { name: "console", addresses: [consoleRedirectUri(storage.server.consoleUrl)], ...forPeople },
          {
            name: "store",
            addresses: [storage.server.url],
            for: "people with a role, machines",
            usedBy: ({ comesBy }: SamplePerson) => comesBy !== undefined,
          },
          ...storage.serviceAccounts.map(({ name }) => ({
            name: `machine ${name}`,
            addresses: [],
            for: "whoever holds its keys",
            usedBy: (person: SamplePerson) => person.name === `machine ${name}`,
          })),
        ]),
    ...clusterEndpoints(settings),
    ...machineEndpoints(settings),
  ];
}

/** What makes people of an environment: whose accounts count, which entitlements, and from which addresses. */
export function entriesOf(settings: Settings): Entry[] {
  const { identity, storage, site } = settings;
  if (identity === undefined) return computeEntries(settings);
  const ranges = site.sourceRanges.length > 0 ? site.sourceRanges : ["anywhere"];
  return [
    { who: `accounts of ${identity.upstream.issuer}`, what: "the login" },
    ...identity.groups.map(({ entitlement, includeSubgroups, role }) => ({
      who: `whoever has ${entitlement}${includeSubgroups ? " or one of its subgroups" : ""}`,
      what: `the role ${role}`,
    })),
    ...(storage === undefined
      ? []
      : ranges.map((range) => ({ who: "people", what: `the store from ${range}` }))),
    ...computeEntries(settings),
  ];
}
