/** The ports that Keycloak answers at: by https itself, by http behind an edge; the last on the machine alone. */
export const keycloakPorts = { https: 8443, http: 8080, management: 9000 } as const;

/** Where things lie on Keycloak's machine. */
export const keycloakPlaces = {
  /** The data volume. */
  volume: "/data",
  database: "/data/postgresql",
  /** Folder of the database's socket. */
  socket: "/run/keycloak-database",
  /** Folder of the distribution, whatever its version. */
  home: "/opt/keycloak",
  /** Where it is unpacked. */
  unpacked: "/opt/keycloak-distribution",
  configuration: "/etc/keycloak/keycloak.conf",
  databaseAccess: "/etc/keycloak/pg_hba.conf",
  /** The database's password, which the machine makes by itself. */
  databaseEnvironment: "/etc/keycloak/database.env",
  certificate: "/etc/keycloak/tls.crt",
  privateKey: "/etc/keycloak/tls.key",
  provisioner: "/etc/keycloak/provisioner.json",
  backupEnvironment: "/etc/keycloak/backup.env",
  /** Programs of the machine. */
  programs: "/usr/local/lib/keycloak",
} as const;

/** The account that Keycloak runs as; the database runs as Debian's `postgres`. */
export const keycloakUser = "keycloak";
