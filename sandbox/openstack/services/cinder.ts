import { join } from "node:path";
import { mergeIni } from "../ini";
import type { Service } from "../service";
import { credentials, foundation, keysOfVolumes, keystoneUrl, region, tokenCheck } from "./foundation";

/** The one backend, a section of the configuration and part of each volume's host. */
export const volumeBackend = "machines";

export const cinder: Service = {
  name: "cinder",
  title: "Cinder",
  port: 8776,
  catalogue: { type: "volumev3", path: "/v3/$(project_id)s" },
  databases: ["cinder"],
  tables: [{ main: "cinder.cmd.manage:main", args: ["db", "sync"] }],
  runs: { main: "spe_cloud.all_in_one:cinder" },
  packaged: {
    "cinder-paste.ini": "usr/share/cinder-common/api-paste.ini",
    "cinder-rootwrap.conf": "etc/cinder/rootwrap.conf",
    "cinder-filters.json": "etc/cinder/resource_filters.json",
  },
  configuration: (cloud) => {
    const { addresses, folder } = cloud;
    const file = (name: string) => join(folder.configuration, name);
    return mergeIni(foundation(cloud, "cinder"), tokenCheck(cloud, "volumev3"), {
      DEFAULT: {
        my_ip: addresses.back,
        host: "volumes",
        osapi_volume_listen: addresses.back,
        osapi_volume_listen_port: cinder.port,
        osapi_volume_workers: 1,
        public_endpoint: `https://${addresses.front}:${cinder.port}`,
        api_paste_config: file("cinder-paste.ini"),
        resource_query_filters_file: file("cinder-filters.json"),
        rootwrap_config: file("cinder-rootwrap.conf"),
        auth_strategy: "keystone",
        enabled_backends: volumeBackend,
        default_volume_type: "plain",
        quota_volumes: 40,
        quota_gigabytes: 2_000,
        quota_snapshots: 40,
        glance_api_servers: `http://${addresses.back}:9292`,
        image_conversion_dir: folder.data("cinder/conversion"),
      },
      [volumeBackend]: {
        volume_driver: "spe_cloud.cinder_driver.SparseFileDriver",
        volume_backend_name: volumeBackend,
      },
      // keys of encrypted volumes
      barbican: {
        auth_endpoint: keystoneUrl(cloud),
        barbican_endpoint_type: "internal",
        barbican_region_name: region,
      },
      coordination: { backend_url: `file://${folder.data("cinder/coordination")}` },
      nova: { ...credentials(cloud), interface: "internal" },
      ...keysOfVolumes(cloud),
      service_user: { ...credentials(cloud), send_service_user_token: true },
    });
  },
};
