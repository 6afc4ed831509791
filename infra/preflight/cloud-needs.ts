import type { CloudSite } from "../../components";
import { controlPlaneRole } from "../../components/naming";
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

/** What an environment has of a cloud that others made, and what it makes there that is counted. */
export interface CloudNeeds {
  site: CloudSite;
  /** Names of the networks that lead outside. */
  networks: string[];
  machines: NeededMachine[];
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
      ...controlPlane(project.id, kubernetes?.kubeone),
    ],
    addresses: [
      ...(bastion ? (["bastion"] as const) : []),
      ...(servers && servers.address === undefined ? (["edge"] as const) : []),
      ...(kubernetes?.kubeone ? (["cluster"] as const) : []),
    ],
  };
}

/** Machines as `KubeOneCluster` names and measures them; the workers are made later, by the cluster itself. */
function controlPlane(projectId: string, kubeone: KubeOneSettings | undefined): NeededMachine[] {
  const { machines = 0, size = "medium" } = kubeone?.controlPlane ?? {};
  return Array.from({ length: machines }, (_, at) => ({
    name: `${projectId}-cluster-${controlPlaneRole}-${at + 1}`,
    setting: "kubernetes.kubeone.controlPlane.size",
    size,
    rootGib: 50,
  }));
}
