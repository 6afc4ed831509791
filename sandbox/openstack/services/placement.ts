import { mergeIni } from "../ini";
import type { Service } from "../service";
import { databaseUrl, foundation, tokenCheck } from "./foundation";

export const placement: Service = {
  name: "placement",
  title: "Placement",
  port: 8778,
  catalogue: { type: "placement", path: "" },
  databases: ["placement"],
  tables: [{ main: "placement.cmd.manage:main", args: ["db", "sync"] }],
  runs: { wsgi: "placement" },
  configuration: (cloud) =>
    mergeIni(foundation(cloud, "placement"), tokenCheck(cloud, "placement"), {
      api: { auth_strategy: "keystone" },
      placement_database: { connection: databaseUrl(cloud, "placement") },
    }),
};
