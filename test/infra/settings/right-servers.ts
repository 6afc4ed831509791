const file = (name: string) => ({ url: `https://mirror.site.example/${name}`, sha256: "0a".repeat(32) });

/** A right section `servers`, with one of each thing that may be. */
export const rightServers = {
  hostName: "servers.site.example",
  address: "192.0.2.80",
  certificateFile: "site/servers.pem",
  ranges: ["192.0.2.0/24"],
  store: {
    server: file("minio"),
    client: file("mc"),
    kmsKey: "site-2026",
    size: "large",
    dataGib: 500,
    auditUrl: "https://logs.site.example:8514/store",
  },
  keycloak: {
    distribution: file("keycloak-26.4.7.tar.gz"),
    size: "medium",
    dataGib: 50,
    backup: { url: "https://s3.backup.example", bucket: "login-server" },
  },
};

const line = (from: string, port: number) => ({ from, to: "192.0.2.10/32", port, why: "The site's mirror." });

/** What makes of right settings those of a site's stack. */
export const asSite = {
  identity: undefined,
  storage: undefined,
  people: [],
  "cloud.egress": [line("store", 443), line("store", 8514), line("identity", 443)],
  servers: rightServers,
};

/** What makes of right settings those of a project on the servers of a site's stack. */
export const onSite = {
  "site.serversStack": "site",
  "identity.keycloak": undefined,
  "storage.server": undefined,
};
