import { join } from "node:path";
import { mergeIni } from "../ini";
import type { Service } from "../service";
import { credentials, databaseUrl, foundation, keysOfVolumes, region, tokenCheck } from "./foundation";

/** Names of the hypervisors: two, so that servers of a group can be kept apart. */
export const hypervisors = ["hypervisor-1", "hypervisor-2"];

const main = "nova.cmd.manage:main";

export const nova: Service = {
  name: "nova",
  title: "Nova",
  port: 8774,
  catalogue: { type: "compute", path: "/v2.1" },
  databases: ["nova", "nova_api", "nova_cell0"],
  tables: [
    { main, args: ["api_db", "sync"] },
    // the cells' addresses are templates, filled in from the configuration: the tables know no place and no number
    { main, args: ["cell_v2", "map_cell0", "--database_connection", cellDatabase("nova_cell0")] },
    { main, args: ["db", "sync"] },
    {
      main,
      args: [
        "cell_v2",
        "create_cell",
        "--name",
        "cell1",
        "--database_connection",
        cellDatabase("nova"),
        "--transport-url",
        "fake:///",
      ],
    },
  ],
  runs: { main: "spe_cloud.all_in_one:nova" },
  packaged: {
    "nova-paste.ini": "usr/share/nova-common/api-paste.ini",
    "nova-rootwrap.conf": "etc/nova/rootwrap.conf",
  },
  configuration: (cloud) => {
    const { addresses, folder } = cloud;
    const internal = { ...credentials(cloud), valid_interfaces: "internal" };
    return mergeIni(foundation(cloud, "nova"), tokenCheck(cloud, "compute"), {
      DEFAULT: {
        my_ip: addresses.back,
        host: hypervisors[0] ?? "",
        compute_driver: "nova_driver.NspawnDriver", // spe_cloud.nova_driver
        force_config_drive: true,
        resume_guests_state_on_host_boot: true,
        sync_power_state_interval: 5, // seconds until a machine that ended by itself is seen as shut off
        instances_path: folder.data("nova/instances"),
        osapi_compute_listen: addresses.back,
        osapi_compute_listen_port: nova.port,
        osapi_compute_workers: 1,
        enabled_apis: "osapi_compute",
        vif_plugging_is_fatal: false,
        vif_plugging_timeout: 0,
        allow_resize_to_same_host: true,
        rootwrap_config: join(folder.configuration, "nova-rootwrap.conf"),
      },
      api_database: { connection: databaseUrl(cloud, "nova_api") },
      api: { auth_strategy: "keystone" },
      wsgi: { api_paste_config: join(folder.configuration, "nova-paste.ini") },
      conductor: { workers: 1 },
      scheduler: { workers: 1 },
      quota: { instances: 20, cores: 40, ram: 81_920, key_pairs: 20, server_groups: 10 },
      vnc: { enabled: false },
      placement: internal,
      neutron: internal,
      glance: { valid_interfaces: "internal", region_name: region },
      cinder: {
        ...credentials(cloud),
        catalog_info: "volumev3:cinder:internalURL",
        os_region_name: region,
      },
      ...keysOfVolumes(cloud),
      service_user: { ...credentials(cloud), send_service_user_token: true },
    });
  },
};

function cellDatabase(name: string): string {
  return `{scheme}://{username}@{hostname}/${name}?{query}`;
}
