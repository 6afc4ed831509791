import { networkProblem, overlapProblem, rangeProblem, readRange } from "../cloud/address-range";
import { accessProblem } from "../cloud/cloud-access";
import { neighbours, projectIdProblem } from "../cloud/ground-problems";
import { publicKeyProblem } from "../cloud/ssh-public-key";
import { controlPlaneRole, workersRole } from "../naming";
import { wholeNumberProblem } from "../whole-number-problem";
import type { KubeOneClusterArgs } from "./kubeone-cluster-args";
import { deploymentName } from "./kubeone-machines";
import { type KubeOnePool, kubeOneCnis } from "./kubeone-plan";
import { windowProblems } from "./kubeone-versions";
import { labelProblem } from "./node-labels";

type Problems = Record<string, string | undefined>;
type Checked = KubeOneClusterArgs &
  Required<
    Pick<
      KubeOneClusterArgs,
      | "clusterName"
      | "kubeOneVersion"
      | "program"
      | "cni"
      | "controlPlaneMachines"
      | "rootDiskGib"
      | "podCidr"
      | "serviceCidr"
    >
  >;

/** What is wrong with a cluster's arguments, all at once. */
export function kubeOneClusterProblems(args: Checked): Problems {
  const { project, site, ground, cloud, clusterName, version, kubeOneVersion, program, cni } = args;
  const { pools, controlPlaneMachines, controlPlaneFlavor, rootDiskGib, adminCidrs, publicKey } = args;
  const window = windowProblems({ kubeOneVersion, version, image: site.image });
  return {
    "project.id": projectIdProblem(project.id),
    ground: groundProblem(args),
    cloud: accessProblem(cloud),
    clusterName: clusterNameProblem(clusterName),
    version: window.version,
    kubeOneVersion: window.kubeOneVersion,
    "site.image": window.image,
    program: /^[\w./+-]+$/.test(program)
      ? undefined
      : `must be a name or path of letters, digits and ". / _ + -", got "${program}"`,
    cni: kubeOneCnis.includes(cni) ? undefined : `must be one of ${kubeOneCnis.join(", ")}, got "${cni}"`,
    controlPlaneMachines: [1, 3, 5].includes(controlPlaneMachines)
      ? undefined
      : `must be 1, 3 or 5, got ${controlPlaneMachines}`,
    controlPlaneFlavor: flavorProblem(controlPlaneFlavor ?? site.flavors.medium),
    rootDiskGib: wholeNumberProblem(rootDiskGib, 20, 2000),
    pools: pools.length === 0 ? "must have a pool; a cluster without workers runs nothing" : undefined,
    ...Object.assign({}, ...pools.map((pool, at) => poolProblems(clusterName, pool, at, pools))),
    adminCidrs: adminCidrs.length === 0 ? "must name at least one range of those who administer" : undefined,
    ...Object.fromEntries(adminCidrs.map((range, at) => [`adminCidrs[${at}]`, adminProblem(range)])),
    publicKey: publicKeyProblem(publicKey),
    ...networkProblems(args, [ground.cidr, ...neighbours(site)]),
  };
}

function groundProblem({ project, ground }: Checked): string | undefined {
  if (ground.project.id !== project.id)
    return `must be of the same project, "${project.id}", got that of "${ground.project.id}"`;
  if (ground.routerId === undefined)
    return "must have a way to the external network: make it with egress or floatingAddresses";
  try {
    for (const role of [controlPlaneRole, workersRole]) ground.groupId(role);
    return undefined;
  } catch (error) {
    return `must have the lines of kubeOneAccess: ${(error as Error).message}`;
  }
}

/** The name is part of those of balancers and machines, which have 63 characters at most. */
const clusterNameProblem = (name: string): string | undefined =>
  /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)
    ? undefined
    : `must be 1 to 40 lower-case letters, digits or inner hyphens, got "${name}"`;

function adminProblem(range: string): string | undefined {
  // Octavia takes only ranges of the family of its own address
  return readRange(range)?.ethertype === "IPv6"
    ? `must be IPv4, as the balancer's address is, got "${range}"`
    : rangeProblem(range);
}

function networkProblems({ podCidr, serviceCidr }: Checked, others: string[]): Problems {
  return {
    podCidr: networkProblem(podCidr, [12, 20]) ?? overlapProblem(podCidr, [...others, serviceCidr]),
    serviceCidr: networkProblem(serviceCidr, [12, 24]) ?? overlapProblem(serviceCidr, others),
  };
}

function poolProblems(clusterName: string, pool: KubeOnePool, at: number, pools: KubeOnePool[]): Problems {
  const { name, replicas, flavor, labels = {} } = pool;
  const of = (part: string): string => `pools[${at}].${part}`;
  const first = pools.findIndex((it) => it.name === name);
  const isName = /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) && deploymentName(clusterName, name).length <= 50;
  return {
    [of("name")]: !isName
      ? `must be lower-case letters, digits or inner hyphens, at most 50 together with the cluster's name, got "${name}"`
      : first < at
        ? `repeats "${name}"`
        : undefined,
    [of("replicas")]: wholeNumberProblem(replicas, 0, 200),
    [of("flavor")]: flavorProblem(flavor),
    ...Object.fromEntries(
      Object.entries(labels).map(([key, value]) => [of(`labels.${key}`), labelProblem(key, value)]),
    ),
  };
}

const flavorProblem = (flavor: string): string | undefined =>
  flavor.trim() === "" ? "must name a flavor of the site" : undefined;
