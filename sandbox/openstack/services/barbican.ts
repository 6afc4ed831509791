import { mergeIni } from "../ini";
import type { Service } from "../service";
import { databaseUrl, foundation, tokenCheck } from "./foundation";

export const barbican: Service = {
  name: "barbican",
  title: "Barbican",
  port: 9311,
  catalogue: { type: "key-manager", path: "" },
  databases: ["barbican"],
  tables: [],
  runs: { wsgi: "barbican" },
  packaged: { "barbican-paste.ini": "usr/share/barbican-common/barbican-api-paste.ini" },
  configuration: (cloud) =>
    mergeIni(foundation(cloud, "barbican"), tokenCheck(cloud, "key-manager"), {
      DEFAULT: {
        host_href: `https://${cloud.addresses.front}:${barbican.port}`,
        sql_connection: databaseUrl(cloud, "barbican"),
        db_auto_create: true,
      },
      secretstore: {
        namespace: "barbican.secretstore.plugin",
        enabled_secretstore_plugins: "store_crypto",
      },
      crypto: { enabled_crypto_plugins: "simple_crypto" },
      simple_crypto_plugin: { kek: cloud.secrets["key-encryption"] },
    }),
};
