import assert from "node:assert/strict";
import { accountsDocument } from "../../../components/people/accounts-document";
import type { Person } from "../../../components/people/machine-account";
import { hostKey, publicKey } from "../cloud/keys";

const alice: Person = { id: "4f@up", name: "alice", publicKeys: [publicKey], groups: ["heart"] };
const bob: Person = { name: "bob", uid: 20_007, publicKeys: [hostKey], sudo: true };

const refusal = (people: Person[]): string => {
  try {
    accountsDocument(people);
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail("it should be refused");
};

describe("the accounts of people", () => {
  it("have numbers made from their ids, and no rights that nobody said", () => {
    assert.deepEqual(accountsDocument([alice, bob]), {
      groups: [{ name: "heart", gid: 39_875 }],
      people: [
        { name: "alice", uid: 52_721, groups: ["heart"], sudo: false, publicKeys: [publicKey] },
        { name: "bob", uid: 20_007, groups: [], sudo: true, publicKeys: [hostKey] },
      ],
    });
  });

  it("keep their numbers under another name, beside other people, and in another order", () => {
    const uidOf = (people: Person[]) =>
      accountsDocument(people).people.find(({ name }) => name === "alicia")?.uid;
    const renamed = { ...alice, name: "alicia" };
    assert.deepEqual([uidOf([renamed]), uidOf([bob, renamed])], [52_721, 52_721]);
  });

  it("stay within the range whatever the id", () => {
    const people = Array.from({ length: 400 }, (_, i) => `person-${i}`);
    for (const id of people) {
      const [account] = accountsDocument([{ ...alice, id }]).people;
      assert.ok(account && account.uid >= 20_000 && account.uid <= 59_999, id);
    }
  });

  it("are told apart where two would get one number, and then must be given another", () => {
    const clash = { ...bob, uid: 52_721 };
    assert.equal(
      refusal([alice, clash]),
      'accounts: people[1].uid would be 52721, which is that of "alice"; give one of the people another uid',
    );
    assert.equal(
      refusal([{ ...alice, uid: 39_875 }]),
      'accounts: groups "heart" would be 39875, which is that of "alice"; give one of the people another uid',
    );
    assert.equal(accountsDocument([alice, bob]).people.length, 2);
  });

  it("have keys without what a terminal would make something else of", () => {
    const [account] = accountsDocument([{ ...alice, publicKeys: [`  ${publicKey}\u001b[2J\n`] }]).people;
    assert.deepEqual(account?.publicKeys, [`${publicKey}?[2J`]);
  });

  const name = (wrong: string) =>
    `accounts: people[0].name must be 1 to 32 lower-case letters, digits, "_" and "-", beginning with a letter or "_", got "${wrong}"`;
  const reserved = (wrong: string) =>
    `accounts: people[0].name must not be a name that systems have for themselves, got "${wrong}"`;
  const key =
    'accounts: people[0].publicKeys[0] must be one OpenSSH public key such as "ssh-ed25519 AAAA… alice"';
  const wrong: [string, Person[], string | RegExp][] = [
    ["a name with a line break", [{ ...alice, name: "al\nice" }], name("al\nice")],
    ["a name that is an option", [{ ...alice, name: "-R" }], name("-R")],
    ["a name in capitals", [{ ...alice, name: "Alice" }], name("Alice")],
    ["a name that is too long", [{ ...alice, name: "a".repeat(33) }], name("a".repeat(33))],
    ...["root", "www-data", "systemd-network", "debian", "spe", "docker"].map(
      (it): [string, Person[], string] => [`the system's name ${it}`, [{ ...alice, name: it }], reserved(it)],
    ),
    [
      "one name twice",
      [alice, { ...bob, name: "alice" }],
      'accounts: people[1].name is there twice, "alice"',
    ],
    ["a uid of the system", [{ ...alice, uid: 0 }], "accounts: people[0].uid must be 20000 to 59999, got 0"],
    [
      "a uid beyond the range",
      [{ ...alice, uid: 60_000 }],
      "accounts: people[0].uid must be 20000 to 59999, got 60000",
    ],
    [
      "a group whose members become root",
      [{ ...alice, groups: ["docker"] }],
      'accounts: groups "docker" must not be a name that systems have for themselves, got "docker"',
    ],
    [
      "a group that is a person",
      [alice, { ...bob, groups: ["alice"] }],
      'accounts: groups "alice" is there twice, "alice"',
    ],
    ["nobody's keys", [{ ...alice, publicKeys: [] }], "accounts: people[0].publicKeys must not be empty"],
    [
      "two keys in one",
      [{ ...alice, publicKeys: [`${publicKey}\n${hostKey}`] }],
      /publicKeys\[0\] must be one OpenSSH/,
    ],
    [
      "a key with an option",
      [{ ...alice, publicKeys: [`command="sh" ${publicKey}`] }],
      /publicKeys\[0\] must be one OpenSSH/,
    ],
    [
      "a private key, without telling it",
      [{ ...alice, publicKeys: ["-----BEGIN OPENSSH PRIVATE KEY-----"] }],
      `${key}; it is a private key, which must not leave its owner`,
    ],
  ];
  for (const [what, people, message] of wrong) {
    it(`refuses ${what}`, () => {
      if (typeof message === "string") assert.equal(refusal(people), message);
      else assert.match(refusal(people), message);
    });
  }

  it("refuses everything at once", () => {
    assert.equal(
      refusal([{ ...alice, name: "root", uid: 1 }]),
      `${reserved("root")}; people[0].uid must be 20000 to 59999, got 1`,
    );
  });
});
