import {
  type CloudSite,
  controlPlaneName,
  deploymentName,
  isWorkerOf,
  kubeOneRootDiskGib,
} from "../../components";
import { cloudSiteOf } from "../cloud-site";
import type { CloudSettings, KubeOneSettings, Settings } from "../settings";

/** Settings of an environment that has a ground at a cloud. */
export type CloudEnvironment = Pick<Settings, "project" | "servers" | "kubernetes"> & {
  cloud: CloudSettings;
};

/** A machine that an environment has. */
export interface NeededMachine {
  /** Its name in Nova. */
  name: string;
  /** The setting of its size; the bastion has none. */
  setting: string;
  /** Its size; the site's flavor for it. */
  size: keyof CloudSite["flavors"];
  /** GiB of the volume that it boots from. @default 20 */
  rootGib?: number;
  /** GiB of its data volume, where it has one. */
  dataGib?: number | undefined;
}

/** Equal machines that a cluster makes for itself. */
export interface NeededPool extends Pick<NeededMachine, "setting" | "size" | "rootGib"> {
  /** What the names of its machines begin with. */
  name: string;
  workers: number;
}

/** What an environment has of a cloud that others made, and what it makes there that is counted. */
export interface CloudNeeds {
  site: CloudSite;
  /** Names of the networks that lead outside. */
  networks: string[];
  machines: NeededMachine[];
  pools: NeededPool[];
  /** Roles that have a floating address of the environment's own. */
  addresses: ("bastion" | "edge" | "cluster")[];
}

/** What the settings need of the cloud. */
export function cloudNeeds({ project, cloud, servers, kubernetes }: CloudEnvironment): CloudNeeds {
  const site = cloudSiteOf(cloud);
  const { bastion, egress, machines } = cloud;
  const named = (role: string) => `${project.id}-${role}`;
  const joinsOutside = bastion !== undefined || (egress.length > 0 && cloud.router === undefined);
  return {
    site,
    networks: [
      ...new Set([
        ...(joinsOutside ? [site.externalNetwork] : []),
        ...(servers ? [site.dmzNetwork ?? site.externalNetwork] : []),
      ]),
    ],
    machines: [
      ...(bastion ? [{ name: named("bastion"), setting: "cloud.bastion", size: "small" as const }] : []),
      ...machines.map(({ name, size, dataGib }, index) => ({
        name: named(name),
        setting: `cloud.machines[${index}].size`,
        size,
        dataGib,
      })),
      ...(servers
        ? [
            { name: named("store"), setting: "servers.store.size", ...servers.store },
            { name: named("identity"), setting: "servers.keycloak.size", ...servers.keycloak },
          ].map(({ name, setting, size, dataGib }) => ({ name, setting, size, dataGib }))
        : []),
      ...controlPlane(named("cluster"), kubernetes?.kubeone),
    ],
    pools: workerPools(named("cluster"), kubernetes?.kubeone),
    addresses: [
      ...(bastion ? (["bastion"] as const) : []),
      ...(servers && servers.address === undefined ? (["edge"] as const) : []),
      ...(kubernetes?.kubeone ? (["cluster"] as const) : []),
    ],
  };
}

function controlPlane(cluster: string, kubeone: KubeOneSettings | undefined): NeededMachine[] {
  const { machines = 0, size = "medium" } = kubeone?.controlPlane ?? {};
  return Array.from({ length: machines }, (_, at) => ({
    name: controlPlaneName(cluster, at + 1),
    setting: "kubernetes.kubeone.controlPlane.size",
    size,
    rootGib: kubeOneRootDiskGib,
  }));
}

const workerPools = (cluster: string, kubeone: KubeOneSettings | undefined): NeededPool[] =>
  (kubeone?.pools ?? []).map(({ name, size, workers }, index) => ({
    name: deploymentName(cluster, name),
    setting: `kubernetes.kubeone.pools[${index}].size`,
    size,
    workers,
    rootGib: kubeOneRootDiskGib,
  }));

/**
 * Machines that are still to be made; a worker is called as its pool is, which does not know its name before.
 * @param standing names of the cloud's machines
 */
export function missingMachines(
  { machines, pools }: CloudNeeds,
  standing: readonly string[],
): NeededMachine[] {
  return [
    ...machines.filter(({ name }) => !standing.includes(name)),
    ...pools.flatMap(({ workers, ...worker }) => {
      const present = standing.filter((it) => isWorkerOf(worker.name, it)).length;
      return Array<NeededMachine>(Math.max(0, workers - present)).fill(worker);
    }),
  ];
}
