import { createHash } from "node:crypto";
import { publicKeyProblem } from "../cloud/ssh-public-key";
import { rejectArgs } from "../validation";
import { accountNameProblem } from "./account-name";
import type { AccountsDocument, Person } from "./machine-account";

type Problem = string | undefined;

/** Numbers for people: above what Debian gives to accounts that are made by hand, below what is reserved for systems. */
const [firstId, lastId] = [20_000, 59_999];

/** Most people and groups: above, two of them are too likely to get the same number. */
const mostPeople = 500;

/** The number that a text stands for on every machine. */
const stableId = (text: string): number => {
  const hash = createHash("sha256").update(text).digest().readUIntBE(0, 6);
  return firstId + (hash % (lastId - firstId + 1));
};

/**
 * The accounts and groups of people, as machines are told them. Uids and gids come from a hash of id and group name and
 * so are the same on every machine and whoever else is there. Where two get the same one, it is refused and one of the
 * people must be given a `uid`: any other way would move a number, and with it files, when somebody comes or leaves.
 * @throws pulumi.InputPropertiesError
 */
export function accountsDocument(people: readonly Person[]): AccountsDocument {
  rejectArgs("accounts", accountProblems(people));
  return unchecked(people);
}

/** What is wrong with people's accounts, all at once: `people[0].name` → the problem. */
export function accountProblems(people: readonly Person[]): Record<string, Problem> {
  const { people: accounts, groups } = unchecked(people);
  const numbers = new Map<number, string>();
  const names = new Set<string>();
  const take = (number: number, who: string): Problem => {
    const other = numbers.get(number);
    numbers.set(number, other ?? who);
    return other && `would be ${number}, which is that of ${other}; give one of the people another uid`;
  };
  const repeated = (name: string): Problem => {
    if (names.has(name)) return `is there twice, "${name}"`;
    names.add(name);
    return undefined;
  };
  return {
    people: people.length > mostPeople ? `must be at most ${mostPeople}, got ${people.length}` : undefined,
    ...Object.fromEntries(
      accounts.flatMap(({ name, uid }, i) => [
        [`people[${i}].name`, accountNameProblem(name) ?? repeated(name)],
        [`people[${i}].uid`, idProblem(uid) ?? take(uid, `"${name}"`)],
      ]),
    ),
    ...Object.fromEntries(
      people.flatMap(({ publicKeys }, i) => [
        [`people[${i}].publicKeys`, publicKeys.length === 0 ? "must not be empty" : undefined],
        ...publicKeys.map((key, k) => [`people[${i}].publicKeys[${k}]`, publicKeyProblem(key)] as const),
      ]),
    ),
    ...Object.fromEntries(
      groups.map(({ name, gid }) => [
        `groups "${name}"`,
        accountNameProblem(name) ?? repeated(name) ?? take(gid, `the group "${name}"`),
      ]),
    ),
  };
}

function unchecked(people: readonly Person[]): AccountsDocument {
  const groups = [...new Set(people.flatMap(({ groups = [] }) => groups))].sort();
  return {
    groups: groups.map((name) => ({ name, gid: stableId(`group:${name}`) })),
    people: people.map(
      ({ name, id = name, uid = stableId(`person:${id}`), publicKeys, groups = [], sudo = false }) => ({
        name,
        uid,
        groups: [...new Set(groups)].sort(),
        sudo,
        publicKeys: publicKeys.map(plainKey),
      }),
    ),
  };
}

const idProblem = (uid: number): Problem =>
  Number.isInteger(uid) && uid >= firstId && uid <= lastId
    ? undefined
    : `must be ${firstId} to ${lastId}, got ${uid}`;

/** A key without what a terminal or an editor would make something else of. */
const plainKey = (key: string): string => key.trim().replace(/[^ -~]/g, "?");
