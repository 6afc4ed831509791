import assert from "node:assert/strict";
import { guardDocument } from "../../../components/storage/guard-policy";
import { machineDocument } from "../../../components/storage/machine-policy";
import type { PolicyStatement } from "../../../components/storage/policy-language";
import { requestFacts } from "../../../components/storage/request-facts";
import { policyDocuments } from "../../../components/storage/store-policies";
import {
  decideAccessKey,
  decideCredentials,
  decideRequest,
  type StoreRequest,
} from "../../../components/storage/store-requests";

const transport = { sourceIp: "192.0.2.7", time: new Date("2026-05-01T12:00:00.700Z") };
const bucket = "heart-input";
const researcher = {
  userName: "parent",
  claims: { sub: "ada", upn: "ada@up", groups: ["/heart/researcher"] },
};

const allow = (Action: string): PolicyStatement => ({ Effect: "Allow", Action, Resource: "*" });
const deny = (Action: string): PolicyStatement => ({ Effect: "Deny", Action, Resource: "*" });
const isAllowed = (statements: PolicyStatement[], request: StoreRequest): boolean =>
  decideRequest({ policy: { Statement: statements } }, researcher, request, transport).allowed;

describe("a request to the object store", () => {
  const object = "a.csv";
  const asks: [StoreRequest, action: string][] = [
    [{ does: "list", bucket }, "s3:ListBucket"],
    [{ does: "versions", bucket }, "s3:ListBucketVersions"],
    [{ does: "get", bucket, object }, "s3:GetObject"],
    [{ does: "put", bucket, object }, "s3:PutObject"],
    [{ does: "delete", bucket, object }, "s3:DeleteObject"],
    [{ does: "locate", bucket }, "s3:GetBucketLocation"],
  ];
  for (const [request, action] of asks)
    it(`to ${request.does} needs ${action}`, () => {
      assert.equal(isAllowed([allow(action)], request), true);
      assert.equal(isAllowed([allow("s3:*"), deny(action)], request), request.does === "versions");
      assert.equal(isAllowed([allow(`${action}s`)], request), false);
    });

  it("to list versions is let pass by the right to list, even where that to list versions is denied", () => {
    const request: StoreRequest = { does: "versions", bucket };
    assert.equal(isAllowed([allow("s3:ListBucket")], request), true);
    assert.equal(isAllowed([allow("s3:ListBucket"), deny("s3:ListBucketVersions")], request), true);
    assert.equal(isAllowed([allow("s3:*"), deny("s3:ListBucket*")], request), false);
  });

  it("to delete a version needs the right to delete, unless that to delete versions is denied", () => {
    const request: StoreRequest = { does: "delete version", bucket, object, version: "1" };
    assert.equal(isAllowed([allow("s3:DeleteObject")], request), true);
    assert.equal(isAllowed([allow("s3:DeleteObjectVersion")], request), false);
    assert.equal(isAllowed([allow("s3:*"), deny("s3:DeleteObjectVersion")], request), false);
  });

  it("tells an empty prefix from none", () => {
    const onlyRoot = {
      ...allow("s3:ListBucket"),
      Condition: { StringEquals: { "s3:prefix": [""], "s3:delimiter": ["/"] } },
    };
    assert.equal(isAllowed([onlyRoot], { does: "list", bucket, prefix: "", delimiter: "/" }), true);
    assert.equal(isAllowed([onlyRoot], { does: "list", bucket, delimiter: "/" }), false);
    assert.equal(isAllowed([onlyRoot], { does: "list", bucket, prefix: "" }), false);
    assert.equal(isAllowed([onlyRoot], { does: "list", bucket, prefix: "a/", delimiter: "/" }), false);
  });
});

describe("a person's requests by our own policies", () => {
  const documents = policyDocuments({
    projectId: "heart",
    buckets: [{ role: "input" }, { role: "scratch" }, { role: "egress-request" }],
    sourceRanges: ["192.0.2.0/24"],
    people: [{ id: "ada@up", bucket: { role: "input" }, access: "read", until: "2026-05-01" }],
  });
  const ask = (claims: object, request: StoreRequest, more: object = {}) => {
    const { allowed, by } = decideRequest(documents, { userName: "parent", claims: { ...claims } }, request, {
      ...transport,
      ...more,
    });
    return [allowed, by?.statement.Sid];
  };
  const own: StoreRequest = { does: "get", bucket: "heart-scratch", object: "ada/x" };
  const ada = researcher.claims;

  it("are let pass in the own prefix and nowhere else", () => {
    assert.deepEqual(ask(ada, own), [true, "WorkInOwnScratch"]);
    assert.deepEqual(ask(ada, { ...own, object: "bob/x" }), [false, undefined]);
    assert.deepEqual(ask(ada, { does: "list", bucket: "heart-scratch", prefix: "ada" }), [false, undefined]);
  });

  it("are refused from outside the ranges, with two roles, and without any", () => {
    assert.deepEqual(ask(ada, own, { sourceIp: "198.51.100.1" }), [false, undefined]);
    assert.deepEqual(ask({ ...ada, groups: ["/heart/checker", "/heart/researcher"] }, own), [
      false,
      "NoForgedGroups",
    ]);
    assert.deepEqual(ask({ ...ada, groups: [] }, own), [false, undefined]);
  });

  it("are refused with a forged group, address or time, which would else be believed", () => {
    const request: StoreRequest = { does: "get", bucket: "heart-egress-request", object: "bob/x" };
    const forged = (headers: object) => ask(ada, request, { headers });
    assert.deepEqual(forged({ Groups: "/heart/checker" }), [false, "NoForgedGroups"]);
    assert.deepEqual(forged({ Upn: "bob@up" }), [false, "NoForgedUpn"]);
    assert.deepEqual(forged({ Sourceip: "192.0.2.1" }), [false, "NoForgedSourceIp"]);
    assert.deepEqual(forged({ CurrentTime: "2000-01-01T00:00:00Z" }), [false, "NoForgedTime"]);
    const { guard: _, ...unguarded } = documents;
    const { allowed } = decideRequest(unguarded, researcher, request, {
      ...transport,
      headers: { Groups: "/heart/checker" },
    });
    assert.equal(allowed, true);
  });

  it("are let pass by name until the end of the last day", () => {
    const named = { ...ada, groups: ["/heart/checker"] };
    const request: StoreRequest = { does: "get", bucket, object: "a.csv" };
    assert.deepEqual(ask(named, request), [true, "Read1"]);
    assert.deepEqual(ask(named, request, { time: new Date("2026-05-01T23:59:59Z") }), [true, "Read1"]);
    assert.deepEqual(ask(named, request, { time: new Date("2026-05-02T00:00:00Z") }), [false, undefined]);
    assert.deepEqual(ask({ ...named, upn: "bob@up" }, request), [false, undefined]);
  });
});

describe("credentials and access keys", () => {
  it("are sold for an hour at most where the guard is", () => {
    const guarded = { guard: guardDocument() };
    assert.equal(decideCredentials(guarded, 3600).allowed, true);
    const refused = decideCredentials(guarded, 3601);
    assert.deepEqual([refused.allowed, refused.by?.statement.Sid], [false, "NoLongCredentials"]);
    assert.equal(decideCredentials({}, 31_536_000).allowed, true);
  });

  it("are made by nobody whom a policy of ours denies it, people and machines", () => {
    const machine = machineDocument({ bucket, prefix: "", access: "read" });
    for (const document of [guardDocument(), machine]) {
      const { allowed, by } = decideAccessKey({ document }, { userName: "it" }, transport);
      assert.deepEqual([allowed, by?.statement.Sid], [false, "NoAccessKeys"]);
    }
    assert.equal(decideAccessKey({}, researcher, transport).allowed, true);
  });
});

describe("the facts of a request", () => {
  it("are those of client, request and token, the token's before all others", () => {
    const claims = { sub: "ada", groups: ["b", "a"], aud: ["x"], exp: 5, prefix: "ada/", Name: "Ada" };
    const sent = { query: { prefix: "bob/", "max-keys": "5" }, headers: { referer: "r", "x-amz-date": "d" } };
    assert.deepEqual(requestFacts({ userName: "parent", claims }, { ...transport, ...sent }), {
      CurrentTime: ["2026-05-01T12:00:00Z"],
      EpochTime: ["1777636800"],
      SecureTransport: ["true"],
      SourceIp: ["192.0.2.7"],
      UserAgent: [""],
      Referer: ["r", "r"],
      principaltype: ["AssumedRole"],
      userid: ["parent"],
      username: ["parent"],
      versionid: [""],
      signatureversion: ["AWS4-HMAC-SHA256"],
      authType: ["REST-HEADER"],
      "X-Amz-Date": ["d"],
      "max-keys": ["5"],
      sub: ["ada"],
      prefix: ["ada/"],
      name: ["Ada"],
      groups: ["b", "a"],
    });
  });

  it("have no groups of somebody without any, and the text of somebody with one as text", () => {
    const groupsOf = (claims: object) =>
      requestFacts({ userName: "parent", claims: { ...claims } }, transport).groups;
    assert.equal(groupsOf({ groups: [] }), undefined);
    assert.equal(groupsOf({}), undefined);
    assert.deepEqual(groupsOf({ groups: "one" }), ["one"]);
    assert.equal(requestFacts({ userName: "user" }, transport).principaltype?.[0], "User");
  });
});
