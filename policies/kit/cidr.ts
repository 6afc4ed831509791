/** Arithmetic on ranges of addresses, IPv4 and IPv6. */
import * as ipaddr from "ipaddr.js";
import { perList } from "./per-list";
import { checkAll, checkEach } from "./unknown";

type Family = "ipv4" | "ipv6";

/** All addresses from the first to the last, as numbers. */
export interface Range {
  family: Family;
  first: bigint;
  last: bigint;
}

const bits = { ipv4: 32, ipv6: 128 };

/** No organisation has more public addresses than such a prefix holds: more of them stand for anybody. */
const shortest = { ipv4: 8, ipv6: 16 };

/** First addresses of the IPv6 prefixes that stand for all of IPv4: mapped (RFC 4291) and NAT64 (RFC 6052). */
const ipv4InIpv6 = [0xffff_0000_0000n, 0x0064_ff9b_0000_0000_0000_0000_0000_0000n];

/** Reads a prefix or a single address; host bits do not count, and IPv4 inside IPv6 counts as IPv4. */
export function readRange(text: unknown): Range | undefined {
  const [, address = "", length] =
    /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(typeof text === "string" ? text : "") ?? [];
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return undefined;
  const parsed = ipaddr.parse(address);
  const family = parsed.kind();
  const hostBits = bits[family] - Number(length ?? bits[family]);
  if (hostBits < 0) return undefined;
  const size = 1n << BigInt(hostBits);
  const first = (BigInt(`0x${Buffer.from(parsed.toByteArray()).toString("hex")}`) / size) * size;
  return asIpv4({ family, first, last: first + size - 1n });
}

function asIpv4(range: Range): Range {
  const base = ipv4InIpv6.find((it) => range.first >= it && range.last < it + (1n << 32n));
  if (range.family === "ipv4" || base === undefined) return range;
  return { family: "ipv4", first: range.first - base, last: range.last - base };
}

/** Ranges that are nobody's on the internet: of one site, one provider, one link or one machine. */
const local = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "::1",
  "fc00::/7",
  "fe80::/10",
].flatMap((text) => readRange(text) ?? []);

/** The same addresses with every one in one range only, in order. */
export function merged(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => (a.first < b.first ? -1 : 1));
  return (["ipv4", "ipv6"] as const).flatMap((family) => {
    const result: Range[] = [];
    for (const range of sorted.filter((it) => it.family === family)) {
      const previous = result.at(-1);
      if (previous === undefined || range.first > previous.last + 1n) result.push({ ...range });
      else if (range.last > previous.last) previous.last = range.last;
    }
    return result;
  });
}

/** What is left of a range without others. */
function without(range: Range, others: readonly Range[]): Range[] {
  return others
    .filter(({ family }) => family === range.family)
    .reduce(
      (left, { first, last }) =>
        left.flatMap((it) =>
          [
            { ...it, last: it.last < first ? it.last : first - 1n },
            { ...it, first: it.first > last ? it.first : last + 1n },
          ].filter((part) => part.first <= part.last),
        ),
      [range],
    );
}

const publicPart = (ranges: readonly Range[]): Range[] => merged(ranges).flatMap((it) => without(it, local));

const sizeOf = ({ first, last }: Range): bigint => last - first + 1n;

/** Whether any address of the range is of the internet. */
export const isPublic = (range: Range): boolean => publicPart([range]).length > 0;

/** Whether every address of the range is in one of the others. */
export const isWithin = ({ family, first, last }: Range, others: readonly Range[]): boolean =>
  mergedOnce(others).some((it) => it.family === family && it.first <= first && it.last >= last);

const mergedOnce = perList((ranges: readonly Range[]) => merged(ranges));

/** Whether a range is wider than /8, or the ranges together hold more of the internet than any organisation has. */
export function isWide(ranges: readonly Range[]): boolean {
  if (ranges.some((it) => sizeOf(it) > 1n << BigInt(bits[it.family] - 8))) return true;
  const open = publicPart(ranges);
  return (["ipv4", "ipv6"] as const).some((family) => {
    const total = open.filter((it) => it.family === family).reduce((sum, it) => sum + sizeOf(it), 0n);
    return total > 1n << BigInt(bits[family] - shortest[family]);
  });
}

/**
 * Judges prefixes that should be few addresses: each by itself and, where none is too wide, all together.
 * @param refuse told what was found, in words that go after a verb: `"0.0.0.0/0"`
 */
export function checkWidth(prefixes: readonly unknown[], refuse: (found: string) => void): void {
  const narrow: Range[] = [];
  checkAll(
    () =>
      checkEach(prefixes, (prefix) => {
        const range = readRange(prefix);
        if (range === undefined) refuse(`"${prefix}", which is no range of addresses`);
        else if (isWide([range])) refuse(`"${prefix}"`);
        else narrow.push(range);
      }),
    () => {
      if (isWide(narrow)) refuse(`${narrow.length} ranges that together stand for anybody`);
    },
  );
}
