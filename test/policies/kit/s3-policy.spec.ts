import assert from "node:assert/strict";
import * as fc from "fast-check";
import { readPolicy, type Statement } from "../../../policies/kit/s3-policy";

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::heart-input/*" };

function read(document: unknown): { statements: Statement[]; problems: string[] } {
  const problems: string[] = [];
  const statements = readPolicy(document, (problem) => problems.push(problem));
  return { statements, problems };
}

describe("readPolicy", () => {
  it("reads single values and lists, all kinds of elements, and conditions with set operators", () => {
    const document = {
      Version: "2012-10-17",
      Statement: [
        allow,
        {
          Sid: "Others",
          Effect: "Deny",
          NotAction: ["s3:GetObject", "s3:PutObject"],
          NotResource: ["arn:aws:s3:::heart-input/*"],
          Principal: { AWS: ["*"], CanonicalUser: "x" },
          NotPrincipal: "y",
          Condition: {
            "ForAnyValue:StringEquals": { "jwt:groups": ["/heart/researcher"], "jwt:scope": "openid" },
            Bool: { "aws:SecureTransport": false },
            NumericLessThan: { "s3:max-keys": 10 },
          },
        },
      ],
    };
    assert.deepEqual(read(JSON.stringify(document)), {
      problems: [],
      statements: [
        {
          label: "statement 1",
          effect: "Allow",
          actions: ["s3:GetObject"],
          notActions: [],
          resources: ["arn:aws:s3:::heart-input/*"],
          notResources: [],
          principals: [],
          notPrincipals: [],
          conditions: [],
        },
        {
          label: 'statement "Others"',
          effect: "Deny",
          actions: [],
          notActions: ["s3:GetObject", "s3:PutObject"],
          resources: [],
          notResources: ["arn:aws:s3:::heart-input/*"],
          principals: ["*", "x"],
          notPrincipals: ["y"],
          conditions: [
            {
              operator: "StringEquals",
              set: "ForAnyValue",
              key: "jwt:groups",
              values: ["/heart/researcher"],
            },
            { operator: "StringEquals", set: "ForAnyValue", key: "jwt:scope", values: ["openid"] },
            { operator: "Bool", key: "aws:SecureTransport", values: ["false"] },
            { operator: "NumericLessThan", key: "s3:max-keys", values: ["10"] },
          ],
        },
      ],
    });
  });

  it("reads one statement that is not in a list", () => {
    assert.equal(read(JSON.stringify({ Statement: allow })).statements.length, 1);
  });

  const unreadable: [string, unknown, string][] = [
    ["nothing", undefined, "is missing"],
    ["an object that is no text", { Statement: [allow] }, "is missing"],
    ["text that is no JSON", "{'Statement': []}", "is not JSON"],
    ["a list", "[]", "has no object in the document"],
    ["no statement", '{"Version": "2012-10-17"}', "has no object in statement 1"],
    ["an empty list of statements", '{"Statement": []}', "has no statement"],
    [
      "a key of the document in other case",
      '{"statement": []}',
      'has the unknown key "statement" in the document',
    ],
  ];
  for (const [name, document, problem] of unreadable)
    it(`refuses ${name}`, () => {
      assert.deepEqual(read(document), {
        statements: [],
        problems: [`cannot be read: it ${problem}; write it as a JSON policy document of S3`],
      });
    });

  const wrong: [string, Record<string, unknown>, string][] = [
    [
      "a key in other case, which servers read",
      { resource: "*" },
      'has the unknown key "resource" in statement 1',
    ],
    ["another effect", { Effect: "allow" }, 'says neither "Allow" nor "Deny" in Effect of statement 1'],
    ["no action", { Action: [] }, "has no Action in statement 1"],
    ["an action that is no text", { Action: [{}] }, "has something other than text in Action of statement 1"],
    [
      "a resource that is null",
      { Resource: null },
      "has something other than text in Resource of statement 1",
    ],
    ["a condition that is no object", { Condition: [] }, "has no object in Condition of statement 1"],
    ["an operator that is no object", { Condition: { Bool: 1 } }, 'has no object in "Bool" of statement 1'],
    [
      "a value that is an object",
      { Condition: { Bool: { "aws:x": { a: 1 } } } },
      'has something other than text in "aws:x" of statement 1',
    ],
  ];
  for (const [name, change, problem] of wrong)
    it(`refuses a statement with ${name}`, () => {
      assert.deepEqual(read(JSON.stringify({ Statement: [{ ...allow, ...change }] })), {
        statements: [],
        problems: [`cannot be read: it ${problem}; write it as a JSON policy document of S3`],
      });
    });

  it("reads or refuses any text, and never both", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map(asStatement)), (text) => {
        const { statements, problems } = read(text);
        assert.equal(problems.length, statements.length > 0 ? 0 : 1);
      }),
    );
  });

  it("reads a single value as a list of one, and elements in any order", () => {
    const elements = fc.record({
      Effect: fc.constantFrom("Allow", "Deny"),
      Action: fc.string(),
      Resource: fc.string(),
      Principal: fc.string(),
      Condition: fc.record({ StringEquals: fc.record({ "jwt:sub": fc.string() }) }),
    });
    fc.assert(
      fc.property(elements, (single) => {
        const { Condition, Principal, ...others } = single;
        const listed = {
          Condition: { StringEquals: { "jwt:sub": [Condition.StringEquals["jwt:sub"]] } },
          Principal: { AWS: [Principal] },
          ...Object.fromEntries(
            Object.entries(others).map(([key, value]) => [key, key === "Effect" ? value : [value]]),
          ),
        };
        assert.deepEqual(
          read(JSON.stringify({ Statement: single })),
          read(JSON.stringify({ Statement: [listed] })),
        );
      }),
    );
  });
});

/** A text of JSON in the place of a statement. */
const asStatement = (json: string): string => `{ "Statement": ${json} }`;
