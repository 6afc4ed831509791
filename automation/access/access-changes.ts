/** Who gains or loses what by a change of an environment's settings. */
import type { EnvironmentAccess, PersonAccess } from "./environment-access";
import { peopleInWords } from "./people-in-words";
import { isSame, type Place, type Right } from "./rights";
import { rightsLines } from "./rights-lines";

/** One line of it. */
export interface AccessChange {
  /** People, machines, or an endpoint. */
  who: string;
  /** Else it is lost. */
  gained: boolean;
  /** `put on heart-input`, `the role manager`, `https://workbench.site.example/callback`. */
  what: string;
}

type Access = Omit<EnvironmentAccess, "project">;

/** Access to nothing, as before an environment exists. */
const none: Access = { people: [], endpoints: [], entries: [] };

/**
 * What a change does: gains first.
 * @param before undefined where the environment did not exist
 * @param of whom to tell about; @default everybody, and every way in
 */
export function accessChanges(
  before: EnvironmentAccess | undefined,
  after: EnvironmentAccess,
  of?: (person: PersonAccess) => boolean,
): AccessChange[] {
  const earlier = before ?? none;
  const gains = (one: Access, other: Access): Grant[] => [
    ...peopleGains(one.people, other.people, of),
    ...(of === undefined ? waysGained(one, other) : []),
  ];
  return [
    ...gains(earlier, after).map((grant) => ({ ...grant, gained: true })),
    ...gains(after, earlier).map((grant) => ({ ...grant, gained: false })),
  ];
}

type Grant = Omit<AccessChange, "gained">;

/** What people of the second may do that those of the first may not. */
function peopleGains(
  one: PersonAccess[],
  other: PersonAccess[],
  of: (person: PersonAccess) => boolean = () => true,
): Grant[] {
  const who = new Map<string, PersonAccess[]>();
  const called = (people: PersonAccess[], wanted: string | undefined) =>
    people.find(({ name }) => name === wanted);
  for (const person of other.filter(of)) {
    // somebody who is named only now had what their role gives
    const role = person.named?.role;
    const before = called(one, person.name) ?? called(one, role);
    const byRole = rightsGained(called(one, role), called(other, role));
    const byName = rightsGained(before, person).filter((right) => !byRole.some((it) => isSame(it, right)));
    for (const what of [...rightsInWords(byName, person), ...guardedGained(before, person)])
      who.set(what, [...(who.get(what) ?? []), person]);
  }
  return [...who].map(([what, some]) => ({ who: peopleInWords(some, other), what }));
}

function rightsGained(before: PersonAccess | undefined, after: PersonAccess | undefined): Right[] {
  const wasAllowed = (right: Right): boolean => {
    const at = (place: Place) => before?.rights.find((it) => isSame(it, { ...right, place }));
    // a folder that the settings did not name was a prefix like any other
    const earlier =
      at(right.place) ?? (right.place.startsWith("folder ") ? at("another's prefix") : undefined);
    return earlier?.allowed === true && untilOf(earlier) === untilOf(right);
  };
  return (after?.rights ?? []).filter((right) => right.allowed && !wasAllowed(right));
}

const rightsInWords = (rights: Right[], person: PersonAccess): string[] =>
  rightsLines(rights, person.rights, untilOf).map(({ requests, bucket, where, rights: [example] }) => {
    const place = where === "everywhere" ? "" : ` (${where})`;
    return `${requests.join(", ")} on ${bucket}${place}${untilOf(example)}`;
  });

const untilOf = ({ by }: Right): string => (by?.until === undefined ? "" : ` until ${by.until}`);

function guardedGained(before: PersonAccess | undefined, after: PersonAccess): string[] {
  const words = {
    longCredentials: "credentials for longer than an hour",
    accessKey: "access keys of their own",
  };
  return (["longCredentials", "accessKey"] as const)
    .filter((what) => after[what].allowed && !before?.[what].allowed)
    .map((what) => words[what]);
}

/** The ways in of the second that the first has not. */
function waysGained(one: Access, other: Access): Grant[] {
  const waysOf = ({ endpoints, entries }: Access): Grant[] => [
    ...entries,
    ...endpoints.flatMap(({ name, addresses }) => addresses.map((address) => ({ who: name, what: address }))),
  ];
  const known = waysOf(one);
  return waysOf(other).filter(({ who, what }) => !known.some((way) => way.who === who && way.what === what));
}

/** The changes as people read them, a line each. */
export const changesText = (changes: readonly AccessChange[]): string =>
  changes.length === 0
    ? "nobody gains or loses anything\n"
    : changes.map(({ who, gained, what }) => `${who} ${verbs(who)[gained ? 0 : 1]} ${what}\n`).join("");

const verbs = (who: string): readonly [gain: string, lose: string] =>
  /, |^people$|^researchers$|^accounts of /.test(who) ? ["gain", "lose"] : ["gains", "loses"];
