import assert from "node:assert/strict";
import { accessOf, type PersonAccess } from "../../../automation/access/environment-access";
import { personText } from "../../../automation/access/person-text";
import { parseSettings } from "../../../infra/settings";
import { changed, stackFile } from "../../infra/settings/right-settings";

const today = new Date("2026-05-01T12:00:00Z");

function personOf(input: unknown, wanted: string): PersonAccess {
  const found = accessOf(parseSettings(input), today).people.find(({ name }) => name === wanted);
  assert.ok(found, wanted);
  return found;
}

describe("one person's access", () => {
  it("is shown with the statement that decides, for a researcher of the sandbox", () => {
    assert.equal(
      personText(personOf(stackFile("sandbox"), "researcher"), false),
      `
researcher: whoever is a researcher and nothing else
may use: login, client workbench, console, store, cluster, tasks

bucket                where       request                                           may  by
heart-input           everywhere  list, versions                                    yes  spe-heart-researcher ListInput
                      everywhere  get                                               yes  spe-heart-researcher ReadInput
                      everywhere  put, delete, delete version                       no   no statement allows it
heart-scratch         own prefix  list                                              yes  spe-heart-researcher ListOwnScratch
                      own prefix  get, put, delete                                  yes  spe-heart-researcher WorkInOwnScratch
                      elsewhere   list, get, put, delete                            no   no statement allows it
heart-egress-request  own prefix  put                                               yes  spe-heart-researcher RequestEgress
                      everywhere  list, versions, get, delete, delete version       no   no statement allows it
                      elsewhere   put                                               no   no statement allows it
heart-release         everywhere  list, versions, get, put, delete, delete version  no   no statement allows it
heart-audit           everywhere  list, versions, get, put, delete, delete version  no   no statement allows it

beside that                          may  by
credentials for longer than an hour  no   spe-heart-guard NoLongCredentials
an access key of their own           no   spe-heart-guard NoAccessKeys
`.slice(1),
    );
  });

  /** The lines of one bucket, without their columns. */
  const linesOf = (input: unknown, person: string, bucket: string): string[] => {
    const lines = personText(personOf(input, person), false).split("\n");
    const start = lines.findIndex((line) => line.startsWith(`${bucket} `));
    const end = lines.findIndex((line, at) => at > start && !line.startsWith(" "));
    return lines.slice(start, end).map((line) => line.replace(bucket, "").trim().replace(/ {2,}/g, " | "));
  };
  const everyRequest = "list, versions, get, put, delete, delete version";

  const decided: [what: string, person: string, bucket: string, lines: string[]][] = [
    [
      "a checker by the own role",
      "checker",
      "heart-egress-request",
      [
        "everywhere | list, versions | yes | spe-heart-checker ListRequests",
        "everywhere | get | yes | spe-heart-checker ReadRequests",
        "everywhere | put, delete, delete version | no | no statement allows it",
      ],
    ],
    [
      "a manager by one statement at the root and another below it",
      "manager",
      "heart-input",
      [
        "root | list, versions | yes | spe-heart-manager ListInputRoot",
        "any prefix | list, versions | yes | spe-heart-manager ListInput",
        "everywhere | put | yes | spe-heart-manager BringInput",
        "everywhere | get, delete, delete version | no | no statement allows it",
      ],
    ],
    [
      "two roles at once by the guard",
      "researcher+checker",
      "heart-input",
      [`everywhere | ${everyRequest} | no | spe-heart-guard NoForgedGroups`],
    ],
    [
      "somebody who is named by the right and by the role",
      "mona as checker",
      "heart-input",
      [
        "everywhere | list, versions | yes | spe-heart-people List1",
        "everywhere | get | yes | spe-heart-people Read1",
        "everywhere | put | yes | spe-heart-people Write1",
        "everywhere | delete, delete version | no | no statement allows it",
      ],
    ],
    [
      "a named researcher as any other, who never writes input",
      "mona as researcher",
      "heart-input",
      [
        "everywhere | list, versions | yes | spe-heart-researcher ListInput",
        "everywhere | get | yes | spe-heart-researcher ReadInput",
        "everywhere | put, delete, delete version | no | no statement allows it",
      ],
    ],
    [
      "an outsider by nothing",
      "outsider",
      "heart-input",
      [`everywhere | ${everyRequest} | no | no statement allows it`],
    ],
    [
      "somebody without credentials by nothing",
      "anonymous",
      "heart-input",
      [`everywhere | ${everyRequest} | no | no statement allows it`],
    ],
    [
      "a machine by its own policy",
      "machine mount",
      "heart-input",
      [
        "everywhere | list, versions | yes | spe-heart-machine-mount List",
        "everywhere | get | yes | spe-heart-machine-mount Objects",
        "everywhere | put, delete, delete version | no | no statement allows it",
      ],
    ],
  ];
  for (const [what, person, bucket, lines] of decided)
    it(`is decided for ${what}`, () =>
      assert.deepEqual(linesOf(stackFile("sandbox"), person, bucket), lines));

  it("says until when a right by name holds, and ends with it", () => {
    const named = (until: string) =>
      changed({
        people: [{ id: "4f1c@lifescience-ri.eu", name: "Kim", bucket: "release", access: "read", until }],
      });
    const [listing] = linesOf(named("2026-05-01"), "Kim as checker", "heart-release");
    assert.equal(listing, "everywhere | list, versions | yes | spe-heart-people List1 until 2026-05-01");
    assert.deepEqual(linesOf(named("2026-04-30"), "Kim as checker", "heart-release"), [
      "everywhere | put | yes | spe-heart-checker Release",
      "everywhere | list, versions, get, delete, delete version | no | no statement allows it",
    ]);
  });

  it("says by which ways it is had, and why not", () => {
    const wayOf = (person: string): string[] => {
      const [, ways = "", ...rest] = personText(personOf(stackFile("sandbox"), person), false)
        .trimEnd()
        .split("\n");
      return [ways, ...rest.slice(-2).map((line) => line.replace(/ {2,}/g, " | "))];
    };
    assert.deepEqual(wayOf("machine mount"), [
      "may use: store, machine mount",
      "credentials for longer than an hour | no | needs a login",
      "an access key of their own | no | spe-heart-machine-mount NoAccessKeys",
    ]);
    assert.deepEqual(wayOf("anonymous"), [
      "may use: nothing",
      "credentials for longer than an hour | no | needs a login",
      "an access key of their own | no | needs a login",
    ]);
    assert.equal(wayOf("outsider")[0], "may use: nothing");
    assert.equal(
      wayOf("researcher+checker")[0],
      "may use: login, client workbench, console, store, cluster, tasks",
    );
    assert.equal(wayOf("checker")[0], "may use: login, client workbench, console, store, cluster");
  });

  it("says so where a guard is missing", () => {
    const person = { ...personOf(stackFile("sandbox"), "checker"), longCredentials: { allowed: true } };
    assert.match(personText(person, false), /an hour +yes +no statement denies it\n/);
  });
});
