import assert from "node:assert/strict";
import * as fc from "fast-check";
import {
  checkWidth,
  isPublic,
  isWide,
  isWithin,
  merged,
  type Range,
  readRange,
} from "../../../policies/kit/cidr";

const range = (text: string): Range => {
  const found = readRange(text);
  assert.ok(found, text);
  return found;
};
const ranges = (...texts: string[]): Range[] => texts.map(range);

/** The two halves of a prefix. */
function halves(prefix: string): string[] {
  const { family, first, last } = range(prefix);
  const length = Number(prefix.split("/")[1]) + 1;
  return [first, first + (last - first + 1n) / 2n].map((start) => `${addressOf(family, start)}/${length}`);
}

const addressOf = (family: Range["family"], value: bigint): string =>
  family === "ipv4"
    ? [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".")
    : Array.from({ length: 8 }, (_, index) =>
        ((value >> BigInt(112 - 16 * index)) & 65_535n).toString(16),
      ).join(":");

/** A prefix with all bits free, of lengths from and to. */
const prefixOf = (family: Range["family"], from: number, to: number): fc.Arbitrary<string> => {
  const bits = family === "ipv4" ? 32 : 128;
  return fc
    .tuple(fc.bigInt(0n, (1n << BigInt(bits)) - 1n), fc.integer({ min: from, max: to }))
    .map(([value, length]) => `${addressOf(family, value)}/${length}`);
};
const anyPrefix = fc.oneof(prefixOf("ipv4", 0, 32), prefixOf("ipv6", 0, 128));

describe("a range", () => {
  it("is read from a prefix or an address, host bits or not", () => {
    assert.deepEqual(range("10.1.2.3/8"), range("10.0.0.0/8"));
    assert.deepEqual(range("192.0.2.1"), range("192.0.2.1/32"));
    assert.deepEqual(range("2001:DB8::1/32"), range("2001:db8::/32"));
  });

  it("is IPv4 where IPv6 stands for IPv4", () => {
    assert.deepEqual(range("::ffff:0.0.0.0/96"), range("0.0.0.0/0"));
    assert.deepEqual(range("64:ff9b::/96"), range("0.0.0.0/0"));
    assert.deepEqual(range("::ffff:10.0.0.0/104"), range("10.0.0.0/8"));
  });

  it("is none where a server may read something else", () => {
    for (const text of [
      "",
      "any",
      "10.0.0.0/33",
      "::/129",
      "10.0.0.0/-1",
      "10.0.0.0/8/8",
      "10.0.0.0/",
      "/8",
      "0",
      "0/0",
      "010.0.0.1",
      "10.0.0.0/255.0.0.0",
      " 10.0.0.0/8",
      "fe80::1%eth0",
      undefined,
      null,
      7,
      ["10.0.0.0/8"],
    ])
      assert.equal(readRange(text), undefined, String(text));
  });

  it("is public where any of its addresses is", () => {
    for (const text of ["8.8.8.8", "10.0.0.0/7", "0.0.0.0/0", "192.0.2.0/24", "::/0", "2000::/3", "f000::/4"])
      assert.ok(isPublic(range(text)), text);
    for (const text of ["10.0.0.0/8", "172.31.0.0/16", "192.168.1.1", "100.64.0.0/10", "fd00::/8", "fe80::1"])
      assert.ok(!isPublic(range(text)), text);
  });

  it("is within others that together hold it", () => {
    assert.ok(isWithin(range("10.0.0.0/24"), ranges("10.0.0.0/25", "10.0.0.128/25")));
    assert.ok(!isWithin(range("10.0.0.0/24"), ranges("10.0.0.0/25", "10.0.0.192/26")));
    assert.ok(!isWithin(range("::a00:0/120"), ranges("10.0.0.0/8")));
  });
});

describe("ranges", () => {
  it("are wide beyond /8, or where they hold more of the internet than IPv4 /8 or IPv6 /16", () => {
    for (const wide of [
      ["0.0.0.0/0"],
      ["::/0"],
      ["10.0.0.0/7"],
      ["2000::/3"],
      ["2000::/15"],
      ["0.0.0.0/1", "128.0.0.0/1"],
      ["8.0.0.0/8", "9.0.0.0/32"],
      ["::ffff:0.0.0.0/96"],
    ])
      assert.ok(isWide(ranges(...wide)), wide.join());
    for (const narrow of [
      [],
      ["8.0.0.0/8"],
      ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
      ["fd00::/8"],
      ["2001::/16"],
      ["8.0.0.0/8", "8.8.0.0/16"],
    ])
      assert.ok(!isWide(ranges(...narrow)), narrow.join());
  });

  it("are as wide as the prefixes that they are cut into", () => {
    fc.assert(
      fc.property(
        fc.oneof(prefixOf("ipv4", 0, 6), prefixOf("ipv6", 0, 6)),
        fc.integer({ min: 3, max: 8 }),
        (prefix, cuts) => {
          let parts = [prefix];
          for (let cut = 0; cut < cuts; cut++) parts = parts.flatMap(halves);
          const open = ranges(...parts);
          assert.deepEqual(merged(open), [range(prefix)]);
          if (isPublic(range(prefix))) assert.ok(isWide(open));
        },
      ),
    );
  });

  it("do not get wider by an order or a repetition, nor narrower by one more", () => {
    fc.assert(
      fc.property(fc.array(anyPrefix, { maxLength: 8 }), anyPrefix, (texts, more) => {
        const some = ranges(...texts);
        assert.deepEqual(merged([...some, ...some].reverse()), merged(some));
        assert.equal(isWide([...some, ...some].reverse()), isWide(some));
        assert.ok(!isWide(some) || isWide([...some, range(more)]));
      }),
    );
  });

  it("hold each of their own addresses and none beside them", () => {
    fc.assert(
      fc.property(fc.array(anyPrefix, { minLength: 1, maxLength: 8 }), (texts) => {
        const some = ranges(...texts);
        for (const { family, first, last } of some) {
          assert.ok(isWithin({ family, first, last: first }, some));
          assert.ok(isWithin({ family, first, last }, some));
        }
        for (const { family, last } of merged(some))
          assert.ok(!isWithin({ family, first: last + 1n, last: last + 1n }, some));
      }),
    );
  });

  it("are read whatever the text, without an error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.ipV4(), fc.ipV6()), (value) => {
        const found = readRange(value);
        assert.ok(found === undefined || found.first <= found.last);
      }),
    );
  });
});

describe("prefixes that should be few", () => {
  const found = (...prefixes: unknown[]): string[] => {
    const problems: string[] = [];
    checkWidth(prefixes, (problem) => problems.push(problem));
    return problems;
  };

  it("are refused one by one where they are wide or no ranges", () => {
    assert.deepEqual(found("0.0.0.0/0", "10.0.0.0/8", "any", undefined), [
      '"0.0.0.0/0"',
      '"any", which is no range of addresses',
      '"undefined", which is no range of addresses',
    ]);
  });

  it("are refused together where only all of them are wide", () => {
    const blocks = Array.from({ length: 256 }, (_, index) => `${index}.0.0.0/8`);
    assert.deepEqual(found(...blocks), ["256 ranges that together stand for anybody"]);
    assert.deepEqual(found("192.0.2.0/24", "2001:db8::/32"), []);
  });
});
