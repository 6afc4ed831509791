import { join } from "node:path";
import { mergeIni } from "../ini";
import type { Service } from "../service";
import { foundation, tokenCheck } from "./foundation";

export const glance: Service = {
  name: "glance",
  title: "Glance",
  port: 9292,
  catalogue: { type: "image", path: "" },
  databases: ["glance"],
  tables: [{ main: "glance.cmd.manage:main", args: ["db_sync"] }],
  runs: { main: "glance.cmd.api:main" },
  packaged: { "glance-paste.ini": "usr/share/glance-common/glance-api-paste.ini" },
  configuration: (cloud) => {
    const { addresses, folder } = cloud;
    return mergeIni(foundation(cloud, "glance"), tokenCheck(cloud, "image"), {
      DEFAULT: {
        bind_host: addresses.back,
        bind_port: glance.port,
        public_endpoint: `https://${addresses.front}:${glance.port}`,
        workers: 0,
        enabled_backends: "file:file",
      },
      glance_store: { default_backend: "file" },
      file: { filesystem_store_datadir: folder.data("glance/images") },
      os_glance_tasks_store: { filesystem_store_datadir: folder.data("glance/tasks") },
      os_glance_staging_store: { filesystem_store_datadir: folder.data("glance/staging") },
      paste_deploy: { flavor: "keystone", config_file: join(folder.configuration, "glance-paste.ini") },
    });
  },
};
