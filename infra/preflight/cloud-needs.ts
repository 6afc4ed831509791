import type { CloudSite } from "../../components";
import { cloudSiteOf } from "../cloud-site";
import type { CloudSettings, Settings } from "../settings";

/** Settings of an environment that has a ground at a cloud. */
export type CloudEnvironment = Pick<Settings, "project" | "servers"> & { cloud: CloudSettings };

/** A machine that an environment has. */
export interface NeededMachine {
  /** Its name in Nova. */
  name: string;
  /** The setting of its size; the bastion has none. */
  setting: string;
  /** Its size; the site's flavor for it. */
  size: keyof CloudSite["flavors"];
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
  addresses: ("bastion" | "edge")[];
}

/** What the settings need of the cloud. */
export function cloudNeeds({ project, cloud, servers }: CloudEnvironment): CloudNeeds {
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
    ],
    addresses: [
      ...(bastion ? (["bastion"] as const) : []),
      ...(servers && servers.address === undefined ? (["edge"] as const) : []),
    ],
  };
}
