import assert from "node:assert/strict";
import { readPolicy, type Statement } from "../../../policies/kit/s3-policy";
import { actionsOf, mayBeOf, reachOf, writesOf } from "../../../policies/kit/s3-roles";
import { policyText, type StatementText } from "../compliant";

function statementOf(text: StatementText): Statement {
  const [statement] = readPolicy(
    policyText({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::heart-input/*", ...text }),
    assert.fail,
  );
  assert.ok(statement);
  return statement;
}
const groups = (...names: string[]) => ({
  Condition: { "ForAnyValue:StringEquals": { "jwt:groups": names } },
});

describe("mayBeOf", () => {
  it("leaves out a role that every condition on groups leaves out", () => {
    assert.equal(mayBeOf("researcher", statementOf(groups("/heart/checker"))), false);
    assert.equal(mayBeOf("checker", statementOf(groups("/heart/checker"))), true);
    assert.equal(mayBeOf("researcher", statementOf(groups("/heart/checker", "/heart/researcher"))), true);
  });

  it("leaves nobody out by anything else", () => {
    for (const text of [{}, { Condition: { StringEquals: { "jwt:upn": "rosa" } } }])
      assert.equal(mayBeOf("researcher", statementOf(text)), true);
  });
});

describe("reachOf", () => {
  it("names resources in buckets of the role, and in buckets that may be of it", () => {
    const Resource = [
      "arn:aws:s3:::heart-release/*",
      "arn:aws:s3:::heart-release-b",
      "arn:aws:s3:::heart-input/*",
    ];
    assert.deepEqual(reachOf(statementOf({ Resource }), "release", undefined), Resource.slice(0, 2));
    assert.deepEqual(reachOf(statementOf({ Resource }), "release", "lungs"), []);
    assert.deepEqual(reachOf(statementOf({ Resource: ["*"] }), "release", "heart"), ["*"]);
  });

  it("says what a NotResource leaves out", () => {
    const statement = statementOf({ Resource: undefined, NotResource: "arn:aws:s3:::heart-input/*" });
    assert.deepEqual(reachOf(statement, "release", "heart"), ["all but arn:aws:s3:::heart-input/*"]);
  });
});

describe("actionsOf and writesOf", () => {
  it("tell what reads from what does more", () => {
    const statement = statementOf({ Action: ["s3:GetObject", "s3:PutObject", "s3:*"] });
    assert.deepEqual(actionsOf(statement), ["s3:GetObject", "s3:PutObject", "s3:*"]);
    assert.deepEqual(writesOf(statement), ["s3:PutObject", "s3:*"]);
    assert.deepEqual(writesOf(statementOf({ Action: undefined, NotAction: "s3:Get*" })), ["all but s3:Get*"]);
  });
});
