import assert from "node:assert/strict";
import { accessChanges, changesText } from "../../../automation/access/access-changes";
import { accessOf } from "../../../automation/access/environment-access";
import { parseSettings } from "../../../infra/settings";
import { changed, entitlement, right, stackFile } from "../../infra/settings/right-settings";

const accessTo = (changes: Record<string, unknown>) =>
  accessOf(parseSettings(changed({ people: [], ...changes })), new Date("2026-05-01T12:00:00Z"));
const linesOf = (before: Record<string, unknown>, after: Record<string, unknown>): string[] =>
  changesText(accessChanges(accessTo(before), accessTo(after)))
    .trimEnd()
    .split("\n");
const opposite = (lines: string[]): string[] =>
  lines.map((line) => line.replace(/ gain(s?) /, (_, s) => (s ? " loses " : " lose ")));

const kim = { id: "4f1c@lifescience-ri.eu", name: "Kim", bucket: "input", access: "write" };
const manager = { entitlement: entitlement("heart:role=manager"), role: "manager" };

describe("what a change of the settings does to people's access", () => {
  const gains: [what: string, changes: Record<string, unknown>, lines: string[]][] = [
    ["a right by name", { people: [kim] }, ["Kim as checker gains list, versions, get, put on heart-input"]],
    [
      "a right by name that has an end",
      { people: [{ ...kim, until: "2026-06-30" }] },
      ["Kim as checker gains list, versions, get, put on heart-input until 2026-06-30"],
    ],
    [
      "a right by name that a role gives already in part",
      { people: [{ ...kim, bucket: "scratch" }] },
      [
        "Kim as researcher gains list on heart-scratch (root, another's prefix)",
        "Kim as researcher gains get, put, delete on heart-scratch (another's prefix)",
        "Kim as checker gains list, get, put, delete on heart-scratch",
      ],
    ],
    [
      "an entitlement that gives a new role",
      { "identity.groups": [...right().identity.groups, manager] },
      [
        "manager gains list, versions, put on heart-input",
        "manager gains list, versions, put on heart-input-imaging",
        "manager gains list, versions, get on heart-release",
        `whoever has ${manager.entitlement} gains the role manager`,
      ],
    ],
    [
      "the subgroups of an entitlement",
      { "identity.groups[0].includeSubgroups": true },
      [`whoever has ${entitlement("heart")} or one of its subgroups gains the role researcher`],
    ],
    [
      "a machine",
      {
        "storage.serviceAccounts": [
          ...right().storage.serviceAccounts,
          { name: "loader", bucket: "input", prefix: "public/", access: "write" },
        ],
      },
      [
        "machine loader gains list, versions, get, put, delete, delete version on heart-input (folder public/)",
      ],
    ],
    ["names to list", { "storage.listNames": true }, ["researcher gains list on heart-scratch (root)"]],
    [
      "an address to return to",
      {
        "identity.clients[0].redirectUris": [
          ...(right().identity.clients[0]?.redirectUris ?? []),
          "https://b.example/cb",
        ],
      },
      ["client workbench gains https://b.example/cb"],
    ],
    [
      "a client",
      {
        "identity.clients": [
          ...right().identity.clients,
          { id: "portal", redirectUris: ["https://b.example/cb"] },
        ],
      },
      ["client portal gains https://b.example/cb"],
    ],
  ];
  for (const [what, changes, lines] of gains)
    it(`is told of ${what}, when it comes and when it goes`, () => {
      const come = linesOf({}, changes);
      // what comes in another form than before goes as well
      assert.deepEqual(
        come.filter((line) => !/ loses? /.test(line)),
        lines,
      );
      const gone = linesOf(changes, {});
      assert.deepEqual(
        gone.filter((line) => !/ gains? /.test(line)),
        opposite(lines),
      );
    });

  it("is nothing where a right by name has ended", () => {
    assert.deepEqual(linesOf({}, { people: [{ ...kim, until: "2026-04-30" }] }), [
      "nobody gains or loses anything",
    ]);
  });

  it("is nothing where the same is written in another way", () => {
    const buckets = [
      "input",
      { role: "input", name: "imaging" },
      { role: "scratch" },
      ...["egress-request", "release", "audit"],
    ];
    assert.deepEqual(linesOf({}, { "storage.buckets": buckets, "storage.prefix": "user-name" }), [
      "nobody gains or loses anything",
    ]);
  });

  it("tells of a longer right, as of one that comes and one that goes", () => {
    const until = (day: string) => ({ people: [{ ...kim, until: day }] });
    assert.deepEqual(linesOf(until("2026-06-30"), until("2026-12-31")), [
      "Kim as checker gains list, versions, get, put on heart-input until 2026-12-31",
      "Kim as checker loses list, versions, get, put on heart-input until 2026-06-30",
    ]);
  });

  it("tells of the addresses that people may come from, and of another login", () => {
    const ranges = (...cidrs: string[]) => ({ "site.sourceRanges": cidrs });
    assert.deepEqual(linesOf(ranges("192.0.2.0/24"), ranges("192.0.2.0/24", "198.51.100.0/24")), [
      "people gain the store from 198.51.100.0/24",
    ]);
    assert.deepEqual(linesOf(ranges("192.0.2.0/24"), {}), [
      "people gain the store from anywhere",
      "people lose the store from 192.0.2.0/24",
    ]);
  });

  it("tells who comes to the cluster, the service of tasks and machines, and from where", () => {
    const { cloud, kubernetes, ...others } = stackFile("sandbox") as ReturnType<typeof stackFile> & {
      cloud: { bastion: object };
      kubernetes: { tasks: object };
    };
    const everywhere = "198.18.0.0/15";
    const wider = {
      ...others,
      cloud: { ...cloud, bastion: { ...cloud.bastion, ranges: [everywhere] }, egress: [], machines: [] },
      kubernetes: { ...kubernetes, tasks: { ...kubernetes.tasks, ranges: [everywhere] } },
    };
    const accessBy = (input: unknown) => accessOf(parseSettings(input), new Date("2026-05-01T12:00:00Z"));
    const before = accessBy({ ...others, cloud, kubernetes });
    assert.deepEqual(
      changesText(accessChanges(before, accessBy(wider)))
        .trimEnd()
        .split("\n"),
      [
        "researchers gain the service of tasks from 198.18.0.0/15",
        "whoever has an account there gains the bastion from 198.18.0.0/15",
        "researchers lose the service of tasks from 198.18.2.2/32",
        "whoever has an account there loses the bastion from 198.18.2.2/32",
        "alice loses an account: ssh workbench",
      ],
    );
  });

  it("names everybody on one line who gains the same, and somebody in all roles once", () => {
    const groups = { "identity.groups": [...right().identity.groups, manager] };
    const { role } = manager;
    assert.deepEqual(linesOf(groups, { ...groups, people: [{ ...kim, bucket: "audit", access: "read" }] }), [
      `Kim as checker, Kim as ${role} gain list, versions, get on heart-audit`,
    ]);
    const noResearchers = { "identity.groups": [right().identity.groups[1], manager] };
    assert.deepEqual(
      linesOf(noResearchers, { ...noResearchers, people: [{ ...kim, bucket: "scratch", access: "read" }] }),
      ["Kim gains list, get on heart-scratch"],
    );
  });

  it("is everything where the environment is new", () => {
    const after = accessTo({});
    const changes = accessChanges(undefined, after);
    assert.deepEqual(
      changes.filter(({ gained }) => !gained),
      [],
    );
    const text = changesText(changes);
    assert.match(text, /^researcher, machine mount gain list, versions, get on heart-input-imaging\n/m);
    assert.match(text, /^accounts of https:\/\/login\.aai\.lifescience-ri\.eu\/oidc\/ gain the login\n/m);
  });

  it("tells of a guard that is gone", () => {
    const before = accessTo({});
    const people = before.people.map((person) => ({
      ...person,
      accessKey: { allowed: person.name === "researcher" },
    }));
    assert.equal(
      changesText(accessChanges(before, { ...before, people })),
      "researcher gains access keys of their own\n",
    );
  });
});
