import assert from "node:assert/strict";
import fc from "fast-check";
import { variable } from "../../../components/storage/policy-document";
import { decide, type PolicyQuestion } from "../../../components/storage/policy-evaluation";
import type { PolicyStatement } from "../../../components/storage/policy-language";
import { requestFacts } from "../../../components/storage/request-facts";
import { casePeople, policyTrials } from "../../support/policy-cases";

type Elements = Omit<PolicyStatement, "Effect">;

const allows = (elements: Elements): PolicyStatement => ({ Effect: "Allow", ...elements });
const denies = (elements: Elements): PolicyStatement => ({ Effect: "Deny", ...elements });

const get: PolicyQuestion = { action: "s3:GetObject", bucket: "heart-input", object: "a/b.csv", facts: {} };
const list: PolicyQuestion = { action: "s3:ListBucket", bucket: "heart-input", facts: {} };
const everything = { Action: "s3:*", Resource: "arn:aws:s3:::*" };

const decideBy = (statements: PolicyStatement[], question: PolicyQuestion) =>
  decide({ policy: { Statement: statements } }, question);
const isAllowed = (statements: PolicyStatement[], question: PolicyQuestion): boolean =>
  decideBy(statements, question).allowed;

// That MinIO says the same is shown by test/integration/policy-evaluation.spec.ts.
describe("the policies of a person", () => {
  const statements: [what: string, elements: Elements, question: PolicyQuestion, allowed: boolean][] = [
    ["an action by name", { Action: "s3:GetObject", Resource: "arn:aws:s3:::heart-input/*" }, get, true],
    ["a list of actions", { Action: ["s3:PutObject", "s3:Get*"], Resource: "*" }, get, true],
    ["another action", { Action: "s3:PutObject", Resource: "*" }, get, false],
    ["an action in other case", { Action: "s3:getobject", Resource: "*" }, get, false],
    ["the right to versions, for objects", { Action: "s3:GetObjectVersion", Resource: "*" }, get, true],
    [
      "the right to some versions, for objects",
      { Action: "s3:GetObjectVersion*", Resource: "*" },
      get,
      false,
    ],
    ["NotAction of another", { NotAction: "s3:Put*", Resource: "*" }, get, true],
    ["NotAction of this one", { NotAction: ["s3:Put*", "s3:Get*"], Resource: "*" }, get, false],
    ["NotAction of versions, for objects", { NotAction: "s3:GetObjectVersion", Resource: "*" }, get, false],
    ["the object", { Action: "s3:*", Resource: "arn:aws:s3:::heart-input/a/b.csv" }, get, true],
    ["the bucket, for an object", { Action: "s3:*", Resource: "arn:aws:s3:::heart-input" }, get, false],
    ["the bucket, for its listing", { Action: "s3:*", Resource: "arn:aws:s3:::heart-input" }, list, true],
    ["the bucket with a slash", { Action: "s3:*", Resource: "arn:aws:s3:::heart-input/" }, list, true],
    // MinIO only: the objects' ARN is one of the bucket as well
    ["all objects, for the listing", { Action: "s3:*", Resource: "arn:aws:s3:::heart-input/*" }, list, true],
    [
      "some objects, for the listing",
      { Action: "s3:*", Resource: "arn:aws:s3:::heart-input/a/*" },
      list,
      false,
    ],
    ["a bucket of a longer name", { Action: "s3:*", Resource: "arn:aws:s3:::heart-input-2" }, list, false],
    ["buckets by pattern", { Action: "s3:*", Resource: "arn:aws:s3:::heart-*" }, get, true],
    ["NotResource of another", { Action: "s3:*", NotResource: "arn:aws:s3:::heart-scratch/*" }, get, true],
    ["NotResource of this one", { Action: "s3:*", NotResource: ["arn:aws:s3:::heart-*"] }, get, false],
    // MinIO only: an action of STS, for which resources do not count
    ["the action *, elsewhere", { Action: "*", Resource: "arn:aws:s3:::elsewhere/*" }, get, true],
    ["a condition", { ...everything, Condition: { Null: { "jwt:sub": true } } }, get, true],
    ["another condition", { ...everything, Condition: { Null: { "jwt:sub": false } } }, get, false],
  ];
  for (const [what, elements, question, allowed] of statements)
    it(`${allowed ? "allow" : "do not allow"} by ${what}, and deny by it alike`, () => {
      assert.equal(isAllowed([allows(elements)], question), allowed);
      assert.equal(isAllowed([allows(everything), denies(elements)], question), !allowed);
    });

  it("allow nothing that no statement allows", () => {
    assert.deepEqual(decide({}, get), { allowed: false });
    assert.deepEqual(decideBy([denies({ Action: "s3:PutObject", Resource: "*" })], get), { allowed: false });
  });

  it("tell the statement that decides, a Deny before any Allow, whatever document it is in", () => {
    const [read, all, no] = [
      allows({ Sid: "Read", Action: "s3:GetObject", Resource: "*" }),
      allows({ Sid: "All", ...everything }),
      denies({ Sid: "No", Action: "s3:GetObject", Resource: "*" }),
    ];
    assert.deepEqual(decide({ one: { Statement: [read] }, two: { Statement: [all] } }, get), {
      allowed: true,
      by: { policy: "one", statement: read },
    });
    assert.deepEqual(decide({ one: { Statement: [read] }, two: { Statement: [all, no] } }, get), {
      allowed: false,
      by: { policy: "two", statement: no },
    });
  });

  it("allow what is asked for denials alone, unless one denies it", () => {
    const question = { ...get, unlessDenied: true };
    assert.deepEqual(decide({}, question), { allowed: true });
    assert.equal(isAllowed([denies(everything)], question), false);
  });

  it("take a person's name in a resource for a pattern", () => {
    const own = allows({ Action: "s3:*", Resource: `arn:aws:s3:::scratch/${variable("jwt:sub")}/*` });
    const ask = (sub: string, object: string) =>
      isAllowed([own], { ...get, bucket: "scratch", object, facts: { sub: [sub] } });
    assert.equal(ask("ada", "ada/x"), true);
    assert.equal(ask("ada", "bob/x"), false);
    assert.equal(ask("b?b", "bob/x"), true);
    assert.equal(ask("*", "bob/x"), true);
  });

  describe("whatever they are", () => {
    const trials = policyTrials(7, 300, 2);
    const questions = trials.flatMap(({ policies, cases }) =>
      cases.map(({ person, request, sourceIp }) => {
        const claims = casePeople[person];
        const facts = requestFacts({ userName: person, claims }, { sourceIp, time: new Date("2026-01-01") });
        const object = "object" in request ? request.object : "";
        return {
          statements: policies.flatMap(({ Statement }) => Statement),
          question: {
            action: object ? "s3:GetObject" : "s3:ListBucket",
            bucket: request.bucket,
            object,
            facts,
          },
        };
      }),
    );

    it("say the same in any order", () => {
      for (const { statements, question } of questions)
        assert.equal(isAllowed(statements.toReversed(), question), isAllowed(statements, question));
    });

    it("allow no more with another Deny, and no less with another Allow", () => {
      fc.assert(
        fc.property(fc.constantFrom(...questions), fc.constantFrom(...questions), (one, { statements }) => {
          const before = isAllowed(one.statements, one.question);
          const [more = allows(everything)] = statements;
          const after = isAllowed([...one.statements, more], one.question);
          assert.ok(more.Effect === "Deny" ? before || !after : !before || after);
        }),
        { seed: 7, numRuns: 2000 },
      );
    });

    it("allow nothing that is denied altogether, and all that is allowed altogether and never denied", () => {
      for (const { statements, question } of questions) {
        assert.equal(isAllowed([...statements, denies(everything)], question), false);
        const allowing = statements.filter(({ Effect }) => Effect === "Allow");
        assert.equal(isAllowed([...allowing, allows(everything)], question), true);
      }
    });
  });
});
