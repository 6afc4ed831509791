import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { checkersNoResearchers } from "../../../policies/safe-people/checkers-no-researchers";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { checkerMapper, checkers, membersOf, researchers, roleGroup } from "../compliant-access";

const groups = [roleGroup("researcher"), roleGroup("checker"), roleGroup("manager")];
const both = (person: string) =>
  `person "${person}" is researcher and checker of one project; take the person out of one of the groups`;
const user = (name: string): Judged => ({
  type: "keycloak:index/user:User",
  name,
  props: { username: name, id: `${name}-id` },
});
const groupsOf = (name: string, groupIds: unknown): Judged => ({
  type: "keycloak:index/userGroups:UserGroups",
  name: `${name}-groups`,
  props: { realmId: "heart", userId: `${name}-id`, groupIds },
});

const mapper = (role: string, ...claims: [key: string, value: string][]): Judged =>
  changed(
    { ...checkerMapper, name: `to-${role}` },
    {
      name: role,
      extraConfig: {
        claims: JSON.stringify(claims.map(([key, value]) => ({ key, value }))),
        "are.claim.values.regex": "true",
        group: `/heart/${role}`,
      },
    },
  );
const claim = "eduperson_entitlement";
const overlap =
  'mapper "checker" makes checkers of people whom mapper "researcher" makes researchers; give each role an entitlement of its own';

describe("safe-people-checkers-no-researchers", () => {
  it("holds for groups without a person in common", async () => {
    await holds(checkersNoResearchers, [...groups, researchers, checkers, membersOf("manager", ["carl"])]);
    await holds(checkersNoResearchers, [
      ...groups,
      user("rosa"),
      groupsOf("rosa", ["researcher-id"]),
      checkers,
    ]);
  });

  it("holds for a researcher of one project who checks another", async () => {
    const lungs = { "spe.project": "lungs", "spe.role": "checker" };
    const other = changed(roleGroup("checker"), { attributes: lungs });
    await holds(checkersNoResearchers, [
      roleGroup("researcher"),
      other,
      researchers,
      membersOf("checker", ["rosa"]),
    ]);
    const otherRealm = changed(roleGroup("checker"), { realmId: "lungs" });
    await holds(checkersNoResearchers, [
      roleGroup("researcher"),
      otherRealm,
      researchers,
      membersOf("checker", ["rosa"]),
    ]);
  });

  it("reports a person in both, in either case", async () => {
    await reports(
      checkersNoResearchers,
      [...groups, researchers, membersOf("checker", ["Rosa", "cleo"])],
      [both("rosa")],
    );
  });

  it("reads roles from names where groups have no labels", async () => {
    const bare = groups.map((group) => changed(group, { attributes: undefined }));
    await reports(
      checkersNoResearchers,
      [...bare, researchers, changed(checkers, { members: "ravi" })],
      [both("ravi")],
    );
  });

  it("reports a person whose own list of groups has both, or one of them", async () => {
    await reports(
      checkersNoResearchers,
      [...groups, user("rosa"), groupsOf("rosa", ["researcher-id", "checker-id"])],
      [both("rosa")],
    );
    await reports(
      checkersNoResearchers,
      [...groups, researchers, user("ravi"), groupsOf("ravi", "checker-id")],
      [both("ravi")],
    );
    await reports(
      checkersNoResearchers,
      [...groups, membersOf("researcher", ["ravi-id"]), groupsOf("ravi", ["checker-id"])],
      [both("ravi-id")],
    );
  });

  it("tells groups from dependencies while ids are unknown", async () => {
    const pending = groups.map((group) => changed(group, { id: unknown }));
    const list = {
      ...groupsOf("rosa", [unknown]),
      dependencies: { groupIds: groups.slice(0, 2).map(({ type, name }) => urnOf(type, name)) },
    };
    await reports(checkersNoResearchers, [...pending, user("rosa"), list], [both("rosa")]);
    const pendingMembers = changed(membersOf("checker", ["rosa"]), { groupId: unknown });
    await reports(checkersNoResearchers, [...pending, researchers, pendingMembers], [both("rosa")]);
  });

  const apart: [string, Judged, Judged][] = [
    [
      "different groups",
      mapper("researcher", [claim, "[uU][rR][nN]:x:group:heart(?: |%20)study#aai"]),
      mapper("checker", [claim, "[uU][rR][nN]:x:group:heart(?: |%20)check#aai"]),
    ],
    [
      "a group and a role in it",
      mapper("researcher", [claim, "urn:x:group:heart(?::(?!role=)[^:#]+)*#aai"]),
      mapper("checker", [claim, "urn:x:group:heart:role=checker#aai"]),
    ],
    ["nobody at all", mapper("researcher", [claim, "(?!)"]), mapper("checker", [claim, "(?!)"])],
    ["different claims", mapper("researcher", ["groups", "heart"]), mapper("checker", ["roles", "heart"])],
    [
      "several claims at once",
      mapper("researcher", [claim, "heart"], ["role", "r"]),
      mapper("checker", [claim, "heart"], ["role", "c"]),
    ],
    ["what is no pattern", mapper("researcher", [claim, "("]), mapper("checker", [claim, "("])],
    [
      "a role of the same name in another group",
      mapper("researcher", [claim, "a"]),
      mapper("manager", [claim, "a"]),
    ],
  ];
  for (const [name, researcher, checker] of apart)
    it(`holds for mappers of ${name}`, async () => {
      await holds(checkersNoResearchers, [researcher, checker]);
    });

  const same: [string, string, string][] = [
    ["the same entitlement", "urn:x:group:heart#aai", "urn:x:group:heart#aai"],
    ["one of several", "urn:x:group:a#aai|urn:x:group:b#aai", "urn:x:group:c#aai|urn:x:group:b#aai"],
    [
      "a group inside the other's",
      "urn:x:group:heart(?::(?!role=)[^:#]+)*#aai",
      "urn:x:group:heart:checkers#aai",
    ],
    ["all that begins alike", "urn:x:.*", "urn:x:group:heart\\.study#aai"],
    ["the same in other words", "[uU]rn:x:heart(?: |%20)a", "urn:x:heart(?:%20| )a"],
  ];
  for (const [name, researcher, checker] of same)
    it(`reports mappers of ${name}`, async () => {
      await reports(
        checkersNoResearchers,
        [mapper("researcher", [claim, researcher]), mapper("checker", [claim, checker])],
        [overlap],
      );
    });

  it("reports mappers of the same plain value, and leaves out those of another project or realm", async () => {
    const plain = (role: string, group: string): Judged =>
      changed(mapper(role), {
        extraConfig: { claims: JSON.stringify([{ key: claim, value: "heart" }]), group },
      });
    const researcher = plain("researcher", "/heart/researcher");
    await reports(checkersNoResearchers, [researcher, plain("checker", "/heart/checker")], [overlap]);
    await holds(checkersNoResearchers, [researcher, plain("checker", "/lungs/checker")]);
    await holds(checkersNoResearchers, [
      researcher,
      changed(plain("checker", "/heart/checker"), { realm: "lungs" }),
    ]);
  });

  it("cannot be judged while members, groups or mappers are unknown, and still reports the rest", async () => {
    await cannotJudge(
      checkersNoResearchers,
      [...groups, membersOf("researcher", [unknown, "ravi"]), membersOf("checker", ["ravi"])],
      "members.0",
      [both("ravi")],
    );
    await cannotJudge(checkersNoResearchers, [...groups, changed(checkers, { members: unknown })], "members");
    await cannotJudge(
      checkersNoResearchers,
      [changed(roleGroup("checker"), { attributes: unknown })],
      "attributes",
    );
    await cannotJudge(
      checkersNoResearchers,
      [changed(checkerMapper, { extraConfig: unknown })],
      "extraConfig",
    );
  });
});
