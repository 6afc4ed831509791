/** The ports that the store answers at; both speak TLS with the store's certificate. */
export const storePorts = { api: 9000, console: 9001 } as const;

/** Where things lie on the store's machine. */
export const storePlaces = {
  /** The data volume. */
  volume: "/data",
  data: "/data/minio",
  /** What the audit sink has not taken; out of reach for the store's users. */
  auditQueue: "/data/audit",
  certificate: "/etc/minio/tls/public.crt",
  privateKey: "/etc/minio/tls/private.key",
  /** Settings of the server as variables. */
  environment: "/etc/minio/environment",
  /** Configuration of `mc` with the keys of root and provisioner. */
  client: "/etc/minio/client/config.json",
  start: "/usr/local/lib/minio/start",
} as const;

/** The account that the server runs as. Files on the volume are its own by number, so the number stays. */
export const storeUser = { name: "minio", uid: 2000 };
