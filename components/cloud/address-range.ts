/** Arithmetic on ranges of addresses, and what is wrong with those that people write. */
import * as ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A range as Neutron takes it. */
export interface AddressRange {
  ethertype: "IPv4" | "IPv6";
  /** First address. */
  network: Address;
  /** Bits that all addresses of the range share. */
  length: number;
  /** The range in its shortest writing, `192.0.2.0/24`. */
  text: string;
}

/** Shorter prefixes are no organisation's network: they stand for anybody. The policy pack draws the same line. */
const shortestPrefix = { IPv4: 8, IPv6: 16 };

/** Reads a range in CIDR notation; host bits do not count. */
export function readRange(text: string): AddressRange | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text) && !ipaddr.IPv6.isValidCIDR(text)) return undefined;
  const isIpv4 = ipaddr.IPv4.isValidCIDR(text);
  const network = (isIpv4 ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(text);
  const [, length] = ipaddr.parseCIDR(text);
  const ethertype = isIpv4 ? "IPv4" : "IPv6";
  return { ethertype, network, length, text: `${network}/${length}` };
}

/** The range of one address. @param address checked by `addressProblem` */
export const hostRange = (address: string): string => `${address}/${ipaddr.IPv4.isValid(address) ? 32 : 128}`;

/** What is wrong with a range that Neutron is to let in or out. */
export function rangeProblem(text: string): string | undefined {
  const range = readRange(text);
  if (range === undefined) return `must be a range such as "192.0.2.0/24" or "2001:db8::/32", got "${text}"`;
  if (range.network instanceof ipaddr.IPv6 && range.network.isIPv4MappedAddress())
    return `must be written as IPv4, got "${text}"`;
  const shortest = shortestPrefix[range.ethertype];
  if (range.length < shortest)
    return `must not be wider than /${shortest}, which stands for anybody, got "${text}"`;
  return hostBitsProblem(text, range);
}

/** What is wrong with the range of a network of machines: private, IPv4, of a size that machines fit in. */
export function networkProblem(text: string, [largest, smallest]: [number, number]): string | undefined {
  const range = readRange(text);
  const allowed = `a private IPv4 range of /${largest} to /${smallest} such as "10.20.0.0/24"`;
  // a range of the internet would hide its true owner from the machines
  if (range?.ethertype !== "IPv4" || range.network.range() !== "private")
    return `must be ${allowed}, got "${text}"`;
  if (range.length < largest || range.length > smallest) return `must be ${allowed}, got "${text}"`;
  return hostBitsProblem(text, range);
}

function hostBitsProblem(text: string, range: AddressRange): string | undefined {
  const given = ipaddr.parseCIDR(text)[0].toString();
  return given === range.network.toString()
    ? undefined
    : `must have no host bits, got "${text}"; the range is "${range.text}"`;
}

/** What is wrong with an address. */
export const addressProblem = (text: string): string | undefined =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
    ? undefined
    : `must be an address, got "${text}"`;

/** Whether two ranges share an address; what is no range shares none. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [readRange(one), readRange(other)];
  if (a === undefined || b === undefined || a.ethertype !== b.ethertype) return false;
  return a.network.match(b.network, Math.min(a.length, b.length));
}

/** The first of the others that a range overlaps, as a problem. */
export function overlapProblem(text: string, others: readonly string[]): string | undefined {
  const other = others.find((it) => overlaps(text, it));
  return other === undefined ? undefined : `must not overlap ${other}, got "${text}"`;
}
