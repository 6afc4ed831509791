import { rangeProblem } from "../cloud/address-range";
import { projectIdProblem } from "../cloud/ground-problems";
import { auditPolicies, cniTypes, type KkpClusterArgs, type KkpPool } from "./kkp-cluster-args";
import { versionPattern } from "./kkp-version";
import { labelProblem } from "./node-labels";

/** What Kubernetes takes for a name (RFC 1123). */
const namePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

type Checked = KkpClusterArgs & Required<Pick<KkpClusterArgs, "clusterName" | "readyMinutes">>;

/** What is wrong with a cluster's arguments, all at once. */
export function kkpClusterProblems(args: Checked): Record<string, string | undefined> {
  const { project, apiUrl, projectId, clusterName, dc, floatingIpPool, version, cni, readyMinutes } = args;
  const { auditPolicy, sshKeys = [], pools, apiServerAllowedRanges, nodePortsAllowedRanges } = args;
  return {
    "project.id": projectIdProblem(project.id),
    apiUrl: /^https:\/\/[^\s/?#@]+\/?$/.test(apiUrl)
      ? undefined
      : `must be KKP's https address without a path, such as "https://kkp.example.org", got "${apiUrl}"`,
    // both stand in paths of requests
    projectId: idProblem(projectId),
    clusterName: nameProblem(clusterName),
    dc: dc.trim() === "" ? "must name a datacenter of KKP" : undefined,
    floatingIpPool: floatingIpPool.trim() === "" ? "must name an external network" : undefined,
    version: versionProblem(version),
    "cni.type": cni === undefined ? undefined : choiceProblem(cni.type, cniTypes),
    "cni.version":
      cni?.version === undefined || /^v?\d+(\.\d+){1,2}$/.test(cni.version)
        ? undefined
        : `must be a version such as "1.16.9", got "${cni.version}"`,
    pools: pools.length === 0 ? "must have a pool; a cluster without workers runs nothing" : undefined,
    ...Object.assign({}, ...pools.map((pool, at) => poolProblems(pool, at, pools))),
    ...Object.fromEntries(sshKeys.map((key, at) => [`sshKeys[${at}]`, idProblem(key)])),
    ...rangesProblems("apiServerAllowedRanges", apiServerAllowedRanges),
    ...(nodePortsAllowedRanges && rangesProblems("nodePortsAllowedRanges", nodePortsAllowedRanges)),
    auditPolicy: auditPolicy === undefined ? undefined : choiceProblem(auditPolicy, auditPolicies),
    readyMinutes:
      Number.isInteger(readyMinutes) && readyMinutes >= 1 && readyMinutes <= 120
        ? undefined
        : `must be 1 to 120, got ${readyMinutes}`,
  };
}

function poolProblems(pool: KkpPool, at: number, pools: KkpPool[]): Record<string, string | undefined> {
  const { name, replicas, flavor, image, diskGib, labels = {} } = pool;
  const first = pools.findIndex((it) => it.name === name);
  const of = (part: string): string => `pools[${at}].${part}`;
  return {
    [of("name")]: nameProblem(name) ?? (first < at ? `repeats "${name}"` : undefined),
    [of("replicas")]:
      Number.isInteger(replicas) && replicas >= 0 && replicas <= 200
        ? undefined
        : `must be 0 to 200, got ${replicas}`,
    [of("flavor")]: flavor.trim() === "" ? "must name a flavor of the site" : undefined,
    [of("image")]: image.trim() === "" ? "must name an image of the site" : undefined,
    [of("diskGib")]:
      diskGib === undefined || (Number.isInteger(diskGib) && diskGib >= 10)
        ? undefined
        : `must be at least 10, got ${diskGib}`,
    ...Object.fromEntries(
      Object.entries(labels).map(([key, value]) => [of(`labels.${key}`), labelProblem(key, value)]),
    ),
  };
}

function rangesProblems(key: string, ranges: string[]): Record<string, string | undefined> {
  return {
    [key]: ranges.length === 0 ? "must name at least one range; KKP takes none for everybody" : undefined,
    ...Object.fromEntries(ranges.map((range, at) => [`${key}[${at}]`, rangeProblem(range)])),
  };
}

const choiceProblem = (text: string, choices: readonly string[]): string | undefined =>
  choices.includes(text) ? undefined : `must be one of ${choices.join(", ")}, got "${text}"`;

const nameProblem = (text: string): string | undefined =>
  namePattern.test(text)
    ? undefined
    : `must be 1 to 63 lower-case letters, digits or inner hyphens, got "${text}"`;

const idProblem = (text: string): string | undefined =>
  /^[a-z0-9][a-z0-9-]{0,62}$/.test(text)
    ? undefined
    : `must be an id that KKP shows, of lower-case letters, digits or hyphens, got "${text}"`;

const versionProblem = (text: string): string | undefined =>
  versionPattern.test(text) ? undefined : `must be a whole version such as "1.35.1", got "${text}"`;
