import assert from "node:assert/strict";
import { conditionHolds, headerName } from "../../../components/storage/policy-conditions";
import { variable } from "../../../components/storage/policy-document";
import type { OneOrMore, RequestFacts } from "../../../components/storage/policy-language";

type Values = OneOrMore<string | number | boolean>;

/** Whether one line holds: the key's values in the policy, and in the request; undefined where it has none. */
function holds(operator: string, key: string, wanted: Values, given: string[] | undefined): boolean {
  const facts: RequestFacts = given === undefined ? {} : { [key.replace(/^\w+:/, "")]: given };
  return conditionHolds({ [operator]: { [key]: wanted } }, facts);
}

// That MinIO says the same is shown by test/integration/policy-evaluation.spec.ts.
describe("a condition of a policy", () => {
  type Line = [operator: string, wanted: Values, given: string[] | undefined, holds: boolean];
  const groups: Line[] = [
    ["StringEquals", "a", ["a"], true],
    ["StringEquals", ["a", "b"], ["c", "b"], true],
    ["StringEquals", "a", ["A"], false],
    ["StringEquals", "a*", ["ab"], false],
    ["StringEquals", "a", undefined, false],
    ["StringNotEquals", "a", ["a", "b"], false],
    ["StringNotEquals", "a", ["b"], true],
    ["StringNotEquals", "a", undefined, true],
    ["StringEqualsIgnoreCase", "/Heart/A", ["/heart/a"], true],
    ["StringNotEqualsIgnoreCase", "/Heart/A", ["/heart/a"], false],
    ["StringLike", "/heart/*", ["/other/x", "/heart/x"], true],
    ["StringLike", "/heart/?", ["/heart/xy"], false],
    ["StringLike", "*", undefined, false],
    ["StringNotLike", "/heart/*", ["/heart/x"], false],
    ["StringNotLike", "*", undefined, true],
    ["BinaryEquals", Buffer.from("a").toString("base64"), ["a"], true],
    ["BinaryEquals", "YQ==", ["YQ=="], false],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], true],
    ["ForAnyValue:StringEquals", "a", undefined, false],
    ["ForAllValues:StringEquals", ["a", "b"], ["a"], true],
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], false],
    // the trap: who has no group at all is let in
    ["ForAllValues:StringEquals", "a", undefined, true],
    ["ForAllValues:StringLike", "a*", ["ab", "b"], false],
    ["ForAllValues:StringLike", "a*", undefined, true],
    // not "each is another one" but "not each is this one"
    ["ForAllValues:StringNotEquals", "a", ["a", "b"], true],
    ["ForAllValues:StringNotEquals", "a", ["a"], false],
    ["ForAllValues:StringNotEquals", "a", undefined, false],
    ["Null", true, undefined, true],
    ["Null", "true", ["a"], false],
    ["Null", false, ["a"], true],
    ["Null", "0", undefined, false],
    // there, though empty
    ["Null", true, [""], false],
  ];
  const numbers: Line[] = [
    ["NumericEquals", 5, ["5"], true],
    ["NumericEquals", "5", ["+5"], true],
    ["NumericNotEquals", 5, ["5"], false],
    ["NumericLessThan", 5, ["4"], true],
    ["NumericLessThan", 5, ["5"], false],
    ["NumericLessThanEquals", 5, ["5"], true],
    ["NumericGreaterThan", "3600", ["3601"], true],
    ["NumericGreaterThan", "3600", ["3600"], false],
    ["NumericGreaterThanEquals", 5, ["5"], true],
    ["NumericGreaterThan", 5, undefined, false],
    ["NumericNotEquals", 5, undefined, false],
    ["NumericNotEquals", 5, ["five"], false],
    ["NumericNotEquals", 5, ["5.0"], false],
    ["NumericGreaterThanIfExists", 5, undefined, true],
    ["NumericGreaterThanIfExists", 5, ["5"], false],
    // the first value alone, and 64 bits of it
    ["NumericEquals", 5, ["4", "5"], false],
    ["NumericGreaterThan", 5, ["9223372036854775807"], true],
    ["NumericGreaterThan", 5, ["9223372036854775808"], false],
  ];
  const times: Line[] = [
    ["DateEquals", "2026-01-01T00:00:00Z", ["2026-01-01T01:00:00+01:00"], true],
    ["DateNotEquals", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:01Z"], true],
    ["DateLessThan", "2026-01-01T00:00:00Z", ["2025-12-31T23:59:59Z"], true],
    ["DateLessThan", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:00Z"], false],
    ["DateLessThanEquals", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:00Z"], true],
    ["DateGreaterThan", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:00.5Z"], true],
    ["DateGreaterThanEquals", "2026-01-01T00:00:00Z", ["2025-12-31T23:59:59Z"], false],
    ["DateLessThan", "2026-01-01T00:00:00Z", ["2025-12-31"], false],
    ["DateNotEquals", "2026-01-01T00:00:00Z", undefined, false],
  ];
  const addresses: Line[] = [
    ["IpAddress", "192.0.2.0/24", ["192.0.2.255"], true],
    ["IpAddress", "192.0.2.0/24", ["192.0.3.0"], false],
    ["IpAddress", "192.0.2.7/24", ["192.0.2.1"], true],
    ["IpAddress", "192.0.2.7", ["192.0.2.7"], true],
    ["IpAddress", ["10.0.0.0/8", "2001:db8::/32"], ["2001:db8::1"], true],
    ["IpAddress", "2001:db8::1/128", ["2001:db8::2"], false],
    // a range of IPv6 without a length is as wide as IPv4's
    ["IpAddress", "2001:db8::1", ["2001:db8:ffff::2"], true],
    ["IpAddress", "0.0.0.0/0", ["2001:db8::1"], false],
    ["IpAddress", "::/0", ["192.0.2.7"], false],
    ["IpAddress", "192.0.2.0/24", ["::ffff:192.0.2.9"], true],
    ["IpAddress", "::ffff:192.0.2.0/120", ["192.0.2.9"], true],
    ["IpAddress", "::ffff:192.0.2.0/90", ["192.0.2.9"], false],
    ["IpAddress", "192.0.2.0/24", ["192.0.2.7", "nonsense"], false],
    ["IpAddress", "fe80::/16", ["fe80::1%eth0"], false],
    ["IpAddress", "0.0.0.0/0", undefined, false],
    ["NotIpAddress", "192.0.2.0/24", ["192.0.3.0"], true],
    ["NotIpAddress", "192.0.2.0/24", ["nonsense"], true],
    ["NotIpAddress", "192.0.2.0/24", undefined, true],
  ];
  const encryption: Line[] = [
    ["Bool", true, ["true"], true],
    ["Bool", "false", ["true"], false],
    ["Bool", true, undefined, false],
    // as text: it is never "1"
    ["Bool", "1", ["true"], false],
  ];
  const tables = {
    "jwt:groups": groups,
    "s3:max-keys": numbers,
    "aws:CurrentTime": times,
    "aws:SourceIp": addresses,
    "aws:SecureTransport": encryption,
  };
  for (const [key, lines] of Object.entries(tables))
    for (const [operator, wanted, given, expected] of lines)
      it(`${operator} ${JSON.stringify(wanted)} ${expected ? "holds" : "does not hold"} for ${JSON.stringify(given) ?? "nothing"}`, () =>
        assert.equal(holds(operator, key, wanted, given), expected));

  it("holds when each of its lines does", () => {
    const condition = {
      StringEquals: { "jwt:sub": "ada", "jwt:upn": "ada@up" },
      Null: { "jwt:groups": true },
    };
    assert.equal(conditionHolds(condition, { sub: ["ada"], upn: ["ada@up"] }), true);
    assert.equal(conditionHolds(condition, { sub: ["ada"], upn: ["bob@up"] }), false);
    assert.equal(conditionHolds(condition, { sub: ["ada"], upn: ["ada@up"], groups: ["a"] }), false);
    assert.equal(conditionHolds({}, {}), true);
  });

  it("replaces variables before it compares, and a name with wildcards then matches as a pattern", () => {
    const condition = { StringLike: { "s3:prefix": [`${variable("jwt:sub")}/*`] } };
    assert.equal(conditionHolds(condition, { sub: ["ada"], prefix: ["ada/x"] }), true);
    assert.equal(conditionHolds(condition, { sub: ["ada"], prefix: ["bob/x"] }), false);
    assert.equal(conditionHolds(condition, { sub: ["b?b"], prefix: ["bob/x"] }), true);
    const exactly = { StringEquals: { "s3:prefix": [`${variable("jwt:sub")}/`] } };
    assert.equal(conditionHolds(exactly, { sub: ["*"], prefix: ["bob/"] }), false);
  });

  it("takes a header of the key's name for the fact", () => {
    const condition = { "ForAnyValue:StringEquals": { "jwt:groups": "/heart/checker" } };
    const facts = { groups: ["/heart/researcher"], Groups: ["/heart/checker"] };
    assert.equal(conditionHolds(condition, facts), true);
    const names = ["prefix", "x-amz-copy-source", "SourceIp", "preferred_username", "RequestObjectTag/a"];
    assert.deepEqual(names.map(headerName), [
      ...["Prefix", "X-Amz-Copy-Source", "Sourceip", "Preferred_username", "RequestObjectTag/a"],
    ]);
  });

  it("is refused with an operator that MinIO does not know", () => {
    assert.throws(() => conditionHolds({ StringEqualsIfExists: { "jwt:sub": "a" } }, {}), {
      message: 'MinIO knows no operator "StringEqualsIfExists"',
    });
  });
});
