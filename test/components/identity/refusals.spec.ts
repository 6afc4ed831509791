import assert from "node:assert/strict";
import { refusals, userNamePattern } from "../../../components/identity/refusals";

const heart = { title: "Heart failure cohort", manager: "mona@example.org" };

describe("the refusals of a realm", () => {
  it("are two where the realm or nobody asks for a second factor", () => {
    for (const by of ["none", "realm"] as const)
      assert.deepEqual(
        refusals({ ...heart, secondFactor: { by } }).map(({ role, condition }) => [role, condition]),
        [
          ["no-project", "conditional-user-role"],
          ["user-name", "conditional-user-attribute"],
        ],
      );
  });

  it("hold for people without the project's role, and say whom to ask", () => {
    const [noProject] = refusals({ ...heart, secondFactor: { by: "none" } });
    assert.deepEqual(noProject, {
      role: "no-project",
      condition: "conditional-user-role",
      config: { condUserRole: "project-member", negate: "true" },
      message:
        'You are not a member of the project "Heart failure cohort". If you should be, its manager can add you. Please write to mona@example.org.',
    });
  });

  it("hold for people whose upstream does not vouch for a second factor", () => {
    const mfa = "https://refeds.org/profile/mfa";
    const all = refusals({
      ...heart,
      secondFactor: { by: "upstream", claim: "eduperson_assurance", value: mfa },
    });
    assert.equal(all.length, 3);
    assert.deepEqual(all[2]?.config, {
      attribute_name: "lsaai_assurance",
      attribute_expected_value: mfa,
      regex: "false",
      not: "true",
      include_group_attributes: "false",
    });
  });
});

describe("the user names of a realm", () => {
  const allowed = new RegExp(userNamePattern);

  it("are those that no policy can take for a pattern", () => {
    for (const name of ["alice", "bob-old", "a.b_c@lifescience-ri.eu", "0a", "a".repeat(64)])
      assert.ok(allowed.test(name), name);
  });

  it("hold no wildcard, separator, quote, variable or space", () => {
    for (const name of [
      "*",
      "b?b",
      "a",
      "-a",
      "a/b",
      "a b",
      "a\nb",
      "a$b",
      'a"b',
      "Alice",
      "ä1",
      "a".repeat(65),
    ])
      assert.equal(allowed.test(name), false, name);
  });
});
