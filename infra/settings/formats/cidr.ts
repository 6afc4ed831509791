import * as ipaddr from "ipaddr.js";
import type { Format, Refusal } from "./format";

const allowed = "an IPv4 or IPv6 range in CIDR notation";

/** Shorter prefixes than these are no organisation's network: they stand for "anybody". */
const shortestPrefix = { ipv4: 8, ipv6: 16 };

/** A range of addresses, `192.0.2.0/24` or `2001:db8::/32`, without host bits. */
export const cidr: Format = { allowed, refuse };

/** One address, `192.0.2.53` or `2001:db8::53`. */
export const ipAddress: Format = {
  allowed: "an IPv4 or IPv6 address",
  refuse: (text) =>
    ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes("%"))
      ? undefined
      : { allowed: "an IPv4 or IPv6 address" },
};

function refuse(text: string): Refusal | undefined {
  const [address = "", length, ...rest] = text.split("/");
  const wellFormed = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  if (rest.length > 0 || !wellFormed || address.includes("%")) return { allowed };
  const parsed = ipaddr.parse(address);
  const bits = parsed.kind() === "ipv4" ? 32 : 128;
  if (length === undefined) {
    return { allowed: `${allowed}; one address is a /${bits}`, example: `${parsed}/${bits}` };
  }
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) {
    return { allowed: `${allowed} with a prefix length of at most ${bits}` };
  }
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) {
    return {
      allowed: "an IPv4 range written as IPv4",
      example: `${parsed.toIPv4Address()}/${Math.max(0, Number(length) - 96)}`,
    };
  }
  const shortest = shortestPrefix[parsed.kind()];
  if (Number(length) < shortest) {
    return {
      allowed: `a range no wider than /${shortest}: a wider one means anybody, and for that the list is left out`,
    };
  }
  return refuseHostBits(parsed, Number(length));
}

function refuseHostBits(address: ipaddr.IPv4 | ipaddr.IPv6, length: number): Refusal | undefined {
  const family = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  const network = family.networkAddressFromCIDR(`${address}/${length}`).toString();
  if (network === address.toString()) return undefined;
  return { allowed: "a range without host bits", example: `${network}/${length}` };
}
