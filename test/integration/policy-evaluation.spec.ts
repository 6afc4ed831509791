import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { decideAccessKey, decideCredentials, decideRequest } from "../../components/storage/store-requests";
import { caseSeconds, guardPolicies } from "../support/guard-cases";
import { type CasePerson, casePeople, type PolicyCase, policyTrials } from "../support/policy-cases";
import { PolicyServer, type TokenHolder } from "../support/policy-server";
import { answerOf } from "../support/s3-requests";
import { adminAnswer } from "../support/store-admin-request";
import { StoreChannel } from "../support/store-channel";
import { startTimeout, testSandbox } from "../support/test-sandbox";

/** Another seed is another set of cases. */
const seed = 1;

const trials = policyTrials(seed, 120, 10);

/** Operators that this MinIO knows (github.com/minio/pkg/v3 v3.1.0: policy/condition/name.go). */
const knownOperators = [
  ...["BinaryEquals", "Bool"],
  ...["DateEquals", "DateGreaterThan", "DateGreaterThanEquals", "DateLessThan", "DateLessThanEquals"],
  ...["DateNotEquals", "IpAddress", "NotIpAddress", "Null"],
  ...["NumericEquals", "NumericGreaterThan", "NumericGreaterThanEquals", "NumericGreaterThanIfExists"],
  ...["NumericLessThan", "NumericLessThanEquals", "NumericNotEquals"],
  ...["StringEquals", "StringEqualsIgnoreCase", "StringLike"],
  ...["StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike"],
];

/** That the evaluator says what this MinIO says; that it does so of tags, locks and buckets' own policies is not shown. */
describe("the evaluator of policies", () => {
  let server: PolicyServer;
  let channel: StoreChannel;
  let people: Record<CasePerson, TokenHolder>;

  before(async function () {
    this.timeout(startTimeout);
    server = await PolicyServer.start(await testSandbox());
    channel = new StoreChannel(server.endpoint);
    const entries = Object.entries(casePeople).map(async ([name, claims]) => [
      name,
      await server.letIn(claims),
    ]);
    people = Object.fromEntries(await Promise.all(entries));
  });

  after(async function () {
    this.timeout(startTimeout);
    await channel?.close();
    await server?.stop();
  });

  it("is tried on every operator and element", () => {
    const statements = trials.flatMap(({ policies }) => policies).flatMap(({ Statement }) => Statement);
    const operators = statements.flatMap(({ Condition = {} }) => Object.keys(Condition));
    assert.deepEqual(
      [...new Set(operators.map((name) => name.replace(/^For\w+:/, "")))].sort(),
      knownOperators,
    );
    for (const set of ["ForAnyValue:", "ForAllValues:"])
      assert.ok(
        operators.some((name) => name.startsWith(set)),
        set,
      );
    for (const element of ["Action", "NotAction", "Resource", "NotResource"])
      assert.ok(
        statements.some((statement) => element in statement),
        element,
      );
  });

  const transportOf = ({ headers, query, sourceIp }: PolicyCase) => ({
    sourceIp,
    time: new Date(),
    headers: { ...headers, "X-Forwarded-For": sourceIp },
    query,
  });

  it("agrees with MinIO on requests", async function () {
    this.timeout(120_000);
    const disagreements: object[] = [];
    const decided = { "let pass": 0, refused: 0, denied: 0 };
    for (const { policies, cases } of trials) {
      const named = await server.setPolicies(policies);
      const tried = cases.map(async (one) => {
        const { identity, keys } = people[one.person];
        const transport = transportOf(one);
        const { allowed, by } = decideRequest(named, identity, one.request, transport);
        const evaluator = allowed ? "let pass" : "refused";
        const minio = await channel.ask(keys, one.request, transport.headers, transport.query);
        decided[minio] += 1;
        if (by?.statement.Effect === "Deny") decided.denied += 1;
        if (minio !== evaluator) disagreements.push({ minio, by, ...one, policies });
      });
      await Promise.all(tried);
    }
    assert.deepEqual(disagreements, []);
    assert.equal(decided["let pass"] + decided.refused, 1200);
    for (const [answer, count] of Object.entries(decided)) assert.ok(count > 200, `${count} ${answer}`);
  });

  it("agrees with MinIO on credentials and access keys", async function () {
    this.timeout(120_000);
    const { identity, token, keys } = people.bob;
    const accessKey = "made-by-evaluation";
    const make = { accessKey, secretKey: randomBytes(20).toString("hex") };
    const words = { true: "allowed", false: "403 AccessDenied" } as const;
    const disagreements: object[] = [];
    for (const document of guardPolicies(seed, 30)) {
      const named = await server.setPolicies([document, document]);
      const compare = (asked: object, evaluator: { allowed: boolean }, minio: string): void => {
        if (minio !== words[`${evaluator.allowed}`]) disagreements.push({ minio, asked, document });
      };
      for (const seconds of caseSeconds)
        compare({ seconds }, decideCredentials(named, seconds), await answerOf(server.buy(token, seconds)));
      const made = await adminAnswer(server.endpoint, keys, {
        method: "PUT",
        path: "add-service-account",
        body: make,
      });
      if (made === "allowed") await server.removeAccessKey(accessKey);
      const decision = decideAccessKey(named, identity, { sourceIp: "127.0.0.1", time: new Date() });
      compare({ accessKey }, decision, made);
    }
    assert.deepEqual(disagreements, []);
  });
});
