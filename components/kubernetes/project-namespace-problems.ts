import { rangeProblem } from "../cloud/address-range";
import { projectIdProblem } from "../cloud/ground-problems";
import type { FlowLine } from "./network-lines";
import type { NamespaceQuota, ProjectNamespaceArgs } from "./project-namespace-args";

/** The first minor version whose Pod Security Standard judges probes and lifecycle handlers. */
const oldestMinor = 34;

const namePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is wrong with a namespace's arguments, by argument. */
export function namespaceProblems({
  project,
  kubernetesVersion,
  quota,
  flows = [],
}: ProjectNamespaceArgs): Record<string, string | undefined> {
  const minor = /^1\.(\d+)\.\d+$/.exec(kubernetesVersion)?.[1];
  return {
    "project.id": projectIdProblem(project.id),
    kubernetesVersion:
      minor !== undefined && Number(minor) >= oldestMinor
        ? undefined
        : `must be a version from 1.${oldestMinor}.0, got "${kubernetesVersion}"`,
    ...quotaProblems(quota),
    ...Object.fromEntries(flows.flatMap((line, index) => lineProblems(line, index, flows))),
  };
}

function quotaProblems(quota: NamespaceQuota): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(quota).map(([key, value]) => [
      `quota.${key}`,
      Number.isInteger(value) && value > 0 ? undefined : `must be a whole number from 1, got ${value}`,
    ]),
  );
}

function lineProblems(
  { name, peer, ports, why }: FlowLine,
  index: number,
  flows: FlowLine[],
): [string, string | undefined][] {
  const at = `flows[${index}]`;
  const isTaken =
    flows.findIndex((it) => it.name === name) < index || ["deny-all", "ask-names"].includes(name);
  return [
    [
      `${at}.name`,
      !namePattern.test(name)
        ? `must be 1 to 63 lower-case letters, digits or hyphens, got "${name}"`
        : isTaken
          ? `must be the only "${name}"`
          : undefined,
    ],
    [`${at}.peer.cidr`, "cidr" in peer ? rangeProblem(peer.cidr) : undefined],
    [`${at}.peer.namespace`, "cidr" in peer ? undefined : namespaceProblem(peer.namespace)],
    [`${at}.why`, /\S/.test(why) ? undefined : "must say what for"],
    [
      `${at}.ports`,
      ports.length > 0 &&
      ports.every((port) => Number.isInteger(port) && port > 0 && port < 65536 && port !== 53)
        ? undefined
        : `must be TCP ports from 1 to 65535 without 53, which is opened to the cluster's resolver alone, got [${ports.join(", ")}]`,
    ],
  ];
}

const namespaceProblem = (name: string | undefined): string | undefined =>
  name === undefined || namePattern.test(name) ? undefined : `must be the name of a namespace, got "${name}"`;
