import type * as pulumi from "@pulumi/pulumi";
import { rangeProblem, readRange } from "./address-range";
import { isPort } from "./line-problems";

/** A port that the edge answers at, and what stands behind it. */
export type EdgeListener = {
  /** Port at the edge. */
  port: number;
  /** Who may reach it: IPv4 ranges. Anybody, `0.0.0.0/0`, only where the protocol is an https, and the policy pack asks twice. */
  allowedCidrs: string[];
  /** Port of the machines behind it. */
  memberPort: number;
  /** Addresses of the machines in the ground, by what they are called: `{ portal: portal.address }`. At least one. */
  members: Record<string, pulumi.Input<string>>;
} & (
  | {
      /** TLS ends here and goes on as http; Octavia speaks TLS 1.2 and 1.3, where its operator has not said otherwise. */
      protocol: "TERMINATED_HTTPS";
      /** Reference of the certificate with its key in Barbican; see `EdgeCertificate`. */
      certificate: pulumi.Input<string>;
    }
  | {
      /** TLS goes through to a machine that has the certificate, or something else that encrypts by itself, such as ssh. */
      protocol: "HTTPS" | "TCP";
    }
);

/** How the balancer speaks with the machines behind a listener. */
export const poolProtocol = ({ protocol }: EdgeListener): "HTTP" | "HTTPS" | "TCP" =>
  protocol === "TERMINATED_HTTPS" ? "HTTP" : protocol;

/** What is wrong with listeners, by the path of the argument. */
export function listenerProblems(listeners: readonly EdgeListener[]): Record<string, string | undefined> {
  const ports = listeners.map(({ port }) => port);
  return {
    listeners: listeners.length === 0 ? "must not be empty" : undefined,
    ...Object.fromEntries(
      listeners.flatMap((listener, at) =>
        Object.entries(problemsOf(listener, ports.indexOf(listener.port) < at)).map(([key, problem]) => [
          `listeners[${at}].${key}`,
          problem,
        ]),
      ),
    ),
  };
}

function problemsOf(listener: EdgeListener, isRepeated: boolean): Record<string, string | undefined> {
  const { port, memberPort, members, allowedCidrs, protocol } = listener;
  const names = Object.keys(members);
  return {
    port: portProblem(port) ?? (isRepeated ? `repeats ${port}` : undefined),
    protocol: ["TERMINATED_HTTPS", "HTTPS", "TCP"].includes(protocol)
      ? undefined
      : `must be TERMINATED_HTTPS, HTTPS or TCP, got "${protocol}"`,
    memberPort: portProblem(memberPort),
    members:
      names.length === 0
        ? "must name at least one machine"
        : names.every((it) => /^[a-z][a-z0-9-]{0,62}$/.test(it))
          ? undefined
          : `must be called by lower-case letters, digits or hyphens, got ${names.join(", ")}`,
    allowedCidrs: allowedCidrs.length === 0 ? "must name at least one range" : undefined,
    ...Object.fromEntries(
      allowedCidrs.map((range, at) => [`allowedCidrs[${at}]`, allowedProblem(range, protocol)]),
    ),
  };
}

const portProblem = (port: number): string | undefined =>
  isPort(port) ? undefined : `must be 1 to 65535, got ${port}`;

function allowedProblem(range: string, protocol: string): string | undefined {
  if (range === "0.0.0.0/0" && protocol !== "TCP") return undefined;
  // Octavia takes only ranges of the family of its own address
  return readRange(range)?.ethertype === "IPv6"
    ? `must be IPv4, as the edge's address is, got "${range}"`
    : rangeProblem(range);
}
