import { asSite, onSite, rightServers } from "./right-servers";
import type { Wrong } from "./wrong-settings";

/** A right section with something about it wrong, and where that is told. */
const at = (place: string, value: unknown, says: string): Wrong => [
  { ...asSite, [`servers.${place}`]: value },
  `servers.${place}`,
  says,
];

const { hostName: _, address: __, ...nowhere } = rightServers;

/** Each setting of `servers`, and of who names its stack, wrong by itself. */
export const wrongServersByItself: Wrong[] = [
  [{ ...asSite, servers: "site" }, "servers", "a group of hostName, address"],
  at("hostName", "192.0.2.80", "a host's full name"),
  at("address", "servers.site.example", "IPv4 or IPv6 address"),
  at("certificateFile", "/etc/ssl/servers.pem", "relative to the root"),
  at("certificateFile", "-----BEGIN CERTIFICATE-----", "not shown"),
  at("ranges", [], "at least one"),
  [{ ...asSite, "servers.ranges": ["0.0.0.0/0"] }, "servers.ranges[0]", "anybody"],
  at("store", undefined, "is missing"),
  at("store.server.url", "http://mirror.site.example/minio", "https URL"),
  at("store.server.sha256", "0A".repeat(32), "64 lower-case hexadecimal digits"),
  at("store.client.url", undefined, "is missing"),
  at("store.client.sha256", "latest", "64 lower-case hexadecimal digits"),
  at("store.kmsKey", "site/2026", "1 to 80"),
  at("store.size", "huge", "one of small, medium, large"),
  at("store.dataGib", 1, "from 2 to 65536 GiB"),
  at("store.auditUrl", "logs.site.example", "https URL"),
  at("keycloak.distribution.url", 26, "https URL"),
  at("keycloak.distribution.sha256", undefined, "is missing"),
  at("keycloak.size", 2, "one of small, medium, large"),
  at("keycloak.dataGib", "50", "from 2 to 65536 GiB"),
  at("keycloak.backup.url", "https://s3.backup.example/login", "example: https://s3.backup.example"),
  at("keycloak.backup.bucket", "Login", "3 to 63 lower-case"),
  [{ ...onSite, "site.serversStack": "organization/spe/site" }, "site.serversStack", "lower-case"],
];

/** Settings of `servers`, and of who names its stack, that are wrong together. */
export const wrongServersTogether: Wrong[] = [
  [{ ...asSite, "cloud.egress": undefined, cloud: undefined }, "servers", "only together with cloud"],
  [{ ...asSite, "cloud.bastion": undefined }, "servers", "only with a bastion"],
  [{ "cloud.egress": asSite["cloud.egress"], servers: rightServers }, "servers", "a stack of its own"],
  [{ ...asSite, servers: nowhere }, "servers.hostName", "is missing, as is servers.address"],
  at("address", "2001:db8::80", "an IPv4 address"),
  [
    { ...asSite, "cloud.machines[0].name": "store" },
    "cloud.machines[0].name",
    "machines of the section servers",
  ],
  [{ ...asSite, "cloud.machines[0].name": "identity" }, "cloud.machines[0].name", "another name"],
  at("store.server.url", "https://mirror.site.example:8443/minio", "from store to port 8443"),
  at("store.client.url", "https://mirror.site.example:8443/mc", "from store to port 8443"),
  at("store.auditUrl", "https://logs.site.example:8515", "from store to port 8515"),
  at("keycloak.distribution.url", "https://mirror.site.example:8514/keycloak.tar.gz", "from identity"),
  at("keycloak.backup.url", "https://s3.backup.example:9000", "from identity to port 9000"),
  [
    { "cloud.egress[1]": { from: "store", to: "192.0.2.10/32", port: 443, why: "The mirror." } },
    "cloud.egress[1].from",
    "workbench, bastion",
  ],
  [
    {
      ...onSite,
      "site.serversStack": undefined,
      storage: undefined,
      people: [],
      "identity.clients": [],
      cloud: undefined,
    },
    "identity.keycloak.url",
    "or site.serversStack, which knows it",
  ],
  [{ "storage.server.url": undefined }, "storage.server.url", "or site.serversStack, which knows it"],
  ...[
    "identity.keycloak.url",
    "storage.server.url",
    "storage.server.consoleUrl",
    "storage.server.machinesUrl",
  ].map(
    (place): Wrong => [
      { ...onSite, [place]: "https://other.site.example" },
      place,
      'the stack "site" says it',
    ],
  ),
  [{ ...onSite, "storage.server.kmsKey": "spe-heart" }, "storage.server.kmsKey", "leave the line out"],
  [
    { ...onSite, "site.sourceRanges": ["192.0.2.0/24"] },
    "site.sourceRanges",
    '"site" says in servers.ranges',
  ],
];
