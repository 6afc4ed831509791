import type { PersonAccess } from "./environment-access";

/** Somebody, as far as words go. */
type Somebody = Pick<PersonAccess, "name" | "named">;

/** Names of people; somebody of whom every role is among them is named once, without the roles. */
export function peopleInWords(some: readonly Somebody[], all: readonly Somebody[]): string {
  const wholeName = ({ name, named }: Somebody): string => {
    if (named === undefined) return name;
    const theirs = (people: readonly Somebody[]): number =>
      people.filter((it) => it.named?.person === named.person).length;
    return theirs(some) === theirs(all) ? named.person : name;
  };
  return [...new Set(some.map(wholeName))].join(", ");
}
