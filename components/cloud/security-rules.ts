import type { AccessLine, EgressLine, Protocol } from "./access-line";
import { hostRange, readRange } from "./address-range";

/** A rule of the security group of a role. */
export interface SecurityRule {
  /** Says what the rule lets through, once among the rules of its group: `in-tcp-443-from-edge`. */
  key: string;
  /** Role in whose group it stands. */
  role: string;
  direction: "ingress" | "egress";
  ethertype: "IPv4" | "IPv6";
  protocol: Protocol;
  ports: readonly [first: number, last: number];
  remote: { range: string } | { role: string };
  /** What for. */
  why: string;
}

type Lane = Pick<SecurityRule, "role" | "direction" | "protocol" | "ports" | "why">;

/**
 * The rules of the groups of a ground: each line in the direction in which connections are opened, and between two roles
 * at both ends. Whoever may go out also asks the site's resolvers where to. What is open by two lines is open by the first.
 */
export function securityRules(
  access: readonly AccessLine[],
  egress: readonly EgressLine[],
  resolvers: readonly string[],
): SecurityRule[] {
  const rules = [
    ...access.flatMap(accessRules),
    ...egress.map(({ from, to, port, protocol = "tcp", why }) =>
      rangeRule({ role: from, direction: "egress", protocol, ports: [port, port], why }, to),
    ),
    ...[...new Set(egress.map(({ from }) => from))].flatMap((role) => resolverRules(role, resolvers)),
  ];
  const keys = rules.map(({ role, key }) => `${role} ${key}`);
  return rules.filter((_, at) => keys.indexOf(keys[at] ?? "") === at);
}

function accessRules({ to, port, protocol = "tcp", from, why }: AccessLine): SecurityRule[] {
  const ports = typeof port === "number" ? ([port, port] as const) : port;
  const incoming: Lane = { role: to, direction: "ingress", protocol, ports, why };
  if ("ranges" in from) return from.ranges.map((range) => rangeRule(incoming, range));
  return [roleRule(incoming, from.role), roleRule({ ...incoming, role: from.role, direction: "egress" }, to)];
}

function resolverRules(role: string, resolvers: readonly string[]): SecurityRule[] {
  const why = "names of what may be reached outside";
  return resolvers.flatMap((resolver) =>
    (["udp", "tcp"] as const).map((protocol) =>
      rangeRule({ role, direction: "egress", protocol, ports: [53, 53], why }, hostRange(resolver)),
    ),
  );
}

/** @param text a range, checked before */
function rangeRule(lane: Lane, text: string): SecurityRule {
  const { ethertype, text: range } = readRange(text) ?? { ethertype: "IPv4" as const, text };
  return { ...lane, key: keyOf(lane, range.replaceAll(/[:/]/g, "-")), ethertype, remote: { range } };
}

/** Machines of a ground have IPv4 addresses only. */
const roleRule = (lane: Lane, role: string): SecurityRule => ({
  ...lane,
  key: keyOf(lane, role),
  ethertype: "IPv4",
  remote: { role },
});

function keyOf({ direction, protocol, ports: [first, last] }: Lane, remote: string): string {
  const ports = first === last ? `${first}` : `${first}-${last}`;
  return direction === "ingress"
    ? `in-${protocol}-${ports}-from-${remote}`
    : `out-${protocol}-${ports}-to-${remote}`;
}
