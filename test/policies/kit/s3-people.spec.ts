import assert from "node:assert/strict";
import * as fc from "fast-check";
import { groupLimits, isLimitedToPeople } from "../../../policies/kit/s3-people";
import type { Condition, Statement } from "../../../policies/kit/s3-policy";

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of MinIO
const person = "${jwt:sub}/*";
const own = `arn:aws:s3:::heart-scratch/${person}`;
const shared = "arn:aws:s3:::heart-input/*";

const statementOf = (parts: Partial<Statement>): Statement => ({
  label: "statement 1",
  effect: "Allow",
  actions: ["s3:GetObject"],
  notActions: [],
  resources: [shared],
  notResources: [],
  principals: [],
  notPrincipals: [],
  conditions: [],
  ...parts,
});

const groups: Condition = {
  operator: "StringEquals",
  set: "ForAnyValue",
  key: "jwt:groups",
  values: ["/heart/researcher"],
};

const anyCondition: fc.Arbitrary<Condition> = fc.record({
  operator: fc.constantFrom("StringEquals", "StringLike", "StringNotEquals", "Bool", "IpAddress"),
  set: fc.constantFrom(undefined, "ForAnyValue", "ForAllValues"),
  key: fc.constantFrom("jwt:groups", "jwt:sub", "jwt:email", "s3:prefix", "aws:SourceIp"),
  values: fc.array(fc.constantFrom("/heart/researcher", "/heart/*", "*", "", "rosa", person), {
    maxLength: 3,
  }),
}) as fc.Arbitrary<Condition>;

const anyStatement: fc.Arbitrary<Statement> = fc
  .record({
    actions: fc.array(fc.constantFrom("s3:GetObject", "s3:ListBucket", "s3:*"), { maxLength: 2 }),
    resources: fc.array(fc.constantFrom(own, shared, "*"), { maxLength: 2 }),
    conditions: fc.array(anyCondition, { maxLength: 2 }),
  })
  .map(statementOf);

describe("isLimitedToPeople", () => {
  it("holds for a condition on groups or persons, and for a path that is the person's own", () => {
    assert.ok(isLimitedToPeople(statementOf({ conditions: [groups] })));
    assert.ok(isLimitedToPeople(statementOf({ resources: [own] })));
    assert.ok(!isLimitedToPeople(statementOf({})));
    assert.ok(!isLimitedToPeople(statementOf({ resources: [own, shared] })));
  });

  it("holds still where one more condition must hold", () => {
    fc.assert(
      fc.property(anyStatement, anyCondition, (statement, condition) => {
        const narrower = { ...statement, conditions: [...statement.conditions, condition] };
        assert.ok(!isLimitedToPeople(statement) || isLimitedToPeople(narrower));
      }),
    );
  });

  it("does not hold by a condition that holds for whoever has no such claim", () => {
    fc.assert(
      fc.property(anyCondition, (condition) => {
        const conditions = [{ ...condition, set: "ForAllValues" }];
        assert.ok(!isLimitedToPeople(statementOf({ conditions })));
      }),
    );
  });

  it("does not hold by a condition of which one value is anybody's", () => {
    fc.assert(
      fc.property(anyCondition, fc.constantFrom("*", "?*", ""), (condition, value) => {
        const conditions = [{ ...condition, operator: "StringLike", values: [...condition.values, value] }];
        assert.ok(!isLimitedToPeople(statementOf({ conditions })));
      }),
    );
  });

  it("does not depend on the order of anything", () => {
    fc.assert(
      fc.property(anyStatement, (statement) => {
        const { actions, resources, conditions } = statement;
        const turned = {
          ...statement,
          actions: actions.toReversed(),
          resources: resources.toReversed(),
          conditions: conditions.toReversed(),
        };
        assert.equal(isLimitedToPeople(turned), isLimitedToPeople(statement));
      }),
    );
  });
});

describe("groupLimits", () => {
  it("are the values of each condition that lets in groups by name", () => {
    const anyGroup = { ...groups, operator: "StringLike", values: ["*"] };
    assert.deepEqual(groupLimits(statementOf({ conditions: [groups, anyGroup] })), [["/heart/researcher"]]);
    assert.deepEqual(groupLimits(statementOf({})), []);
  });

  it("are more, never fewer, where one more condition must hold", () => {
    fc.assert(
      fc.property(anyStatement, anyCondition, (statement, condition) => {
        const narrower = { ...statement, conditions: [...statement.conditions, condition] };
        assert.deepEqual(
          groupLimits(narrower).slice(0, groupLimits(statement).length),
          groupLimits(statement),
        );
      }),
    );
  });
});
