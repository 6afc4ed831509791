/** A line of the table that says who may reach what inside a project's ground; nothing else is open. */
export interface AccessLine {
  /** Role of the machines that are reached. */
  to: string;
  /** The port, or the first and the last of several. */
  port: number | readonly [first: number, last: number];
  /** @default "tcp" */
  protocol?: Protocol;
  /** Who reaches them: ranges in CIDR notation, or the machines of a role. */
  from: { ranges: string[] } | { role: string };
  /** What for, in up to 255 characters; Neutron shows it beside the rule. */
  why: string;
}

/** A line of the table of what machines may reach outside. */
export interface EgressLine {
  /** Role of the machines that open connections. */
  from: string;
  /** Where to: a range in CIDR notation, `198.18.0.10/32`. */
  to: string;
  port: number;
  /** @default "tcp" */
  protocol?: Protocol;
  /** What for, in up to 255 characters; Neutron shows it beside the rule. */
  why: string;
}

/** What has ports. */
export type Protocol = "tcp" | "udp";

/** The roles that lines name, each once, in the order of the lines. */
export function rolesOf(access: readonly AccessLine[], egress: readonly EgressLine[]): string[] {
  const inside = access.flatMap(({ to, from }) => [to, ...("role" in from ? [from.role] : [])]);
  return [...new Set([...inside, ...egress.map(({ from }) => from)])];
}
