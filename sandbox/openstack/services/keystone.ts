import { mergeIni } from "../ini";
import type { Service } from "../service";
import { foundation } from "./foundation";

export const keystone: Service = {
  name: "keystone",
  title: "Keystone",
  port: 5000,
  catalogue: { type: "identity", path: "/v3" },
  databases: ["keystone"],
  tables: [{ main: "keystone.cmd.manage:main", args: ["db_sync"] }],
  runs: { wsgi: "keystone" },
  healthPath: "/v3",
  configuration: (cloud) =>
    mergeIni(foundation(cloud, "keystone"), {
      token: { provider: "fernet" },
      fernet_tokens: { key_repository: cloud.folder.data("keystone/fernet") },
      fernet_receipts: { key_repository: cloud.folder.data("keystone/fernet") },
      credential: { key_repository: cloud.folder.data("keystone/credential") },
      cache: { enabled: true, backend: "dogpile.cache.memory" },
      identity: { password_hash_rounds: 4 }, // its passwords are random and long
    }),
};
