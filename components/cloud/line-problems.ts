import { type AccessLine, type EgressLine, rolesOf } from "./access-line";
import { overlapProblem, rangeProblem } from "./address-range";

type Problems = Record<string, string | undefined>;

/** What is wrong with the tables of a ground, by the path of the argument. */
export function lineProblems(
  access: readonly AccessLine[],
  egress: readonly EgressLine[],
  { roles = rolesOf(access, egress), cidr }: { roles?: readonly string[]; cidr: string },
): Problems {
  const perLine: [path: string, problems: Problems][] = [
    ...access.map((line, at): [string, Problems] => [`access[${at}]`, accessProblems(line, roles)]),
    ...egress.map((line, at): [string, Problems] => [`egress[${at}]`, egressProblems(line, roles, cidr)]),
  ];
  return {
    ...Object.fromEntries(
      perLine.flatMap(([path, problems]) =>
        Object.entries(problems).map(([key, problem]) => [`${path}.${key}`, problem]),
      ),
    ),
    ...repeatProblems("access", access),
    ...repeatProblems("egress", egress),
  };
}

function accessProblems({ to, port, protocol, from, why }: AccessLine, roles: readonly string[]): Problems {
  const shared = { to: roleProblem(to, roles), port: portsProblem(port), ...wordProblems(protocol, why) };
  if ("role" in from) return { ...shared, "from.role": roleProblem(from.role, roles) };
  return {
    ...shared,
    "from.ranges": from.ranges.length === 0 ? "must name at least one range" : undefined,
    ...Object.fromEntries(from.ranges.map((range, at) => [`from.ranges[${at}]`, rangeProblem(range)])),
  };
}

function egressProblems(
  { from, to, port, protocol, why }: EgressLine,
  roles: readonly string[],
  cidr: string,
): Problems {
  return {
    from: roleProblem(from, roles),
    // what lies inside is said in the other table, at both ends
    to: rangeProblem(to) ?? overlapProblem(to, [cidr]),
    port: portsProblem(port),
    ...wordProblems(protocol, why),
  };
}

/** Ids of roles, which are labels and parts of names. */
export const rolePattern = /^[a-z][a-z0-9-]{1,30}$/;

function roleProblem(role: string, roles: readonly string[]): string | undefined {
  if (!rolePattern.test(role))
    return `must be a role of 2 to 31 lower-case letters, digits or hyphens, got "${role}"`;
  return roles.includes(role) ? undefined : `must be one of the roles ${roles.join(", ")}, got "${role}"`;
}

export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;

function portsProblem(port: AccessLine["port"]): string | undefined {
  const [first, last] = typeof port === "number" ? [port, port] : port;
  if (isPort(first) && isPort(last) && first <= last) return undefined;
  return typeof port === "number"
    ? `must be 1 to 65535, got ${port}`
    : `must be a first and a last port of 1 to 65535, got ${port.join(" and ")}`;
}

function wordProblems(protocol: string | undefined, why: string): Problems {
  return {
    protocol:
      protocol === undefined || /^(tcp|udp)$/.test(protocol)
        ? undefined
        : `must be tcp or udp, got "${protocol}"`,
    why: /\S/.test(why) && why.length <= 255 ? undefined : "must say in 1 to 255 characters what for",
  };
}

/** A line is told from others by all that it opens. */
function repeatProblems(table: string, lines: readonly (AccessLine | EgressLine)[]): Problems {
  const keys = lines.map(({ why: _, protocol = "tcp", ...line }) => JSON.stringify({ protocol, ...line }));
  return Object.fromEntries(
    keys.map((key, at) => {
      const first = keys.indexOf(key);
      return [`${table}[${at}]`, first < at ? `repeats ${table}[${first}]` : undefined];
    }),
  );
}
