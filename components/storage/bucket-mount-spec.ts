import { mountUnitName } from "../cloud/data-volume";

/** Who sees what is mounted; for everybody else but root it is closed. */
export interface MountOwner {
  /** Name of the account on the machine. */
  user: string;
  /** 1000 to 59999. */
  uid: number;
  /** @default the uid, as an account's own group has it */
  gid?: number;
}

/** What a machine keeps of the bucket on its own disk, in a folder that only root may read. */
export interface MountCache {
  /**
   * `writes`: what is written, until it is in the bucket and a while longer. `full`: what is read as well.
   * `off`: nothing; then a file can only be written from its start to its end.
   * @default "writes", and "off" where the mount is read-only
   */
  mode?: "off" | "writes" | "full";
  /** Most that it takes; what waits for its way into the bucket counts, but is never thrown away. @default 10 */
  gib?: number;
  /** How long what nobody uses any more is kept. @default 60 */
  minutes?: number;
}

/** A bucket, or a folder in one, as a directory on a machine. */
export interface BucketMountSpec {
  /** Address of the store's S3 API, an https origin. */
  endpoint: string;
  /** Region that the store is set to. @default none */
  region?: string;
  /** PEM of the private CA that signed the store's certificate. @default the authorities that the machine knows */
  certificateAuthority?: string;
  /** Physical name, `heart-scratch`. */
  bucket: string;
  /** Folder in it, `alice/`. @default the whole bucket */
  prefix?: string;
  owner: MountOwner;
  /** Last part of the default mount path. @default "minio" */
  dirName?: string;
  /** Absolute path below /home, /data, /mnt, /media or /srv. @default `/home/<user>/data/<dirName>` */
  mountPath?: string;
  /** @default false */
  readOnly?: boolean;
  cache?: MountCache;
  /**
   * Whose rights it has: those of keys that somebody gave the machine, or those of its owner, by short-lived keys that
   * the owner's login buys while the mount is in use.
   * @default "keys"
   */
  access?: "keys" | "login";
}

/** Keys that reach the bucket, of a `ServiceAccount`. */
export interface BucketKeys {
  accessKey: string;
  secretKey: string;
}

/**
 * How the owner's login buys keys. The person puts a refresh token of the client into the file; it is replaced by the
 * next one at each use, so that each machine needs a login of its own.
 */
export interface BucketLogin {
  /** OIDC issuer of the realm, a Keycloak. */
  issuer: string;
  /** The realm's client that the person logs in to; its access tokens must be for the store. */
  clientId: string;
  clientSecret: string;
  /** The store's role for people of the realm. */
  roleArn: string;
  /** File in the owner's home with the refresh token and nothing else, mode 0600. @default ".config/spe/refresh-token" */
  tokenFile?: string;
}

export const mountPathOf = ({
  owner,
  dirName = "minio",
  mountPath = `/home/${owner.user}/data/${dirName}`,
}: BucketMountSpec): string => mountPath;

/** Where the parts of a mount lie; `id` and `unit` may be variables of a play. */
export interface MountPlaces {
  /** Unit of the mount without its type. */
  unit: string;
  folder: string;
  /** What rclone is told about the store; no secret. */
  config: string;
  /** Where the S3 client of rclone asks for keys; no secret. */
  profile: string;
  /** The keys, or what buys them; root only. */
  credentials: string;
  authority: string;
  cache: string;
}

export const mountPlaces = (id: string, unit: string): MountPlaces => ({
  unit,
  folder: `/etc/rclone/${id}`,
  config: `/etc/rclone/${id}/rclone.conf`,
  profile: `/etc/rclone/${id}/profile`,
  credentials: `/etc/rclone/${id}/credentials.json`,
  authority: `/etc/rclone/${id}/ca.pem`,
  cache: `/var/cache/rclone/${id}`,
});

/** The places of a mount at a path; `+` is in no path, so two paths never share a folder. */
export const placesOf = (mountPath: string): MountPlaces =>
  mountPlaces(mountPath.slice(1).replaceAll("/", "+"), mountUnitName(mountPath).replace(/\.mount$/, ""));
