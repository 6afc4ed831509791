/** The texts of a mount's files. Pure; each value may be a variable of a play. */
import type { MountPlaces } from "./bucket-mount-spec";

/** Name of the store in rclone's configuration. */
export const remoteName = "store";

/** Sign in the credentials for "soon" in place of a time. */
export const soon = "@soon@";

/** Seconds after which rclone reads the keys again: so long do keys that were replaced work on, without a new mount. */
export const readAgainSeconds = 30;

/** What rclone is told about the store; `env_auth` and the profile say where its keys come from. */
export const rcloneConfig = (
  endpoint: string,
  region: string | undefined,
  { profile }: MountPlaces,
): string =>
  `[${remoteName}]
type = s3
provider = Minio
endpoint = ${endpoint}
${region === undefined ? "" : `region = ${region}\n`}env_auth = true
shared_credentials_file = ${profile}
# without it, rclone would ask whether it may make the bucket, which its keys may not
no_check_bucket = true
`;

/**
 * The profile of the S3 client in rclone (AWS SDK, `credential_process`): it runs the command whenever the last keys
 * expire. Keys that say no time expire soon, so that new ones are taken up while people work.
 */
export const keysProfile = ({ credentials }: MountPlaces): string =>
  commandProfile(`/usr/bin/sed s/${soon}/$(date -ud +${readAgainSeconds}sec +%FT%TZ)/ ${credentials}`);

/** Where the program lies that buys keys by a person's login. */
export const personKeysPath = "/usr/local/libexec/spe-person-keys";

/** The profile where the owner's login buys the keys; the client asks again when they expire. */
export const loginProfile = ({ credentials }: MountPlaces): string =>
  commandProfile(`${personKeysPath} ${credentials}`);

const commandProfile = (command: string): string => `[default]
credential_process = ${command}
`;

/** The keys, as the profile's command prints them. */
export const keysText = (accessKey: string, secretKey: string): string =>
  `${JSON.stringify({ Version: 1, AccessKeyId: accessKey, SecretAccessKey: secretKey, Expiration: soon })}\n`;

/** What the options of a mount are made from. */
export interface MountOptions {
  uid: number | string;
  gid: number | string;
  readOnly: boolean;
  hasAuthority: boolean;
  cacheMode: string;
  cacheGib: number;
  cacheMinutes: number;
}

/**
 * Options of mount(8), which the helper makes rclone's. `default_permissions` is what makes the kernel heed owner and
 * mode: with `allow_other` alone everybody reads everything. The times bound how long a program waits for a store that
 * is away, with the retries about three times `timeout`; rclone's own would be an hour. In a bucket that is encrypted by a
 * KMS key an object's ETag is no MD5: without `ignore-checksum`, rclone takes each upload for damaged and deletes it, and
 * without `no-checksum` the reader of a file that is not cached gets all of it and then an error. What it sends is checked by the store all the same, by Content-MD5.
 */
export const mountOptions = (options: MountOptions, places: MountPlaces): string =>
  [
    options.readOnly ? "ro" : "rw",
    "_netdev",
    "nofail",
    "args2env",
    "allow_other",
    "default_permissions",
    `uid=${options.uid}`,
    `gid=${options.gid}`,
    "umask=0077",
    `config=${places.config}`,
    ...(options.hasAuthority ? [`ca-cert=${places.authority}`] : []),
    `cache-dir=${places.cache}`,
    `vfs-cache-mode=${options.cacheMode}`,
    `vfs-cache-max-size=${options.cacheGib}G`,
    `vfs-cache-max-age=${options.cacheMinutes}m`,
    "ignore-checksum",
    "no-checksum",
    "dir-cache-time=10s",
    "contimeout=5s",
    "timeout=20s",
    "low-level-retries=2",
    "syslog",
  ].join(",");

/** The mount. It does not ask the store, so that it is there at once after a boot and takes up what still waits. */
export const mountUnit = (what: string, where: string, options: string, needs: string): string => `[Unit]
Description=${what} at ${where}
ConditionPathExists=${needs}
StartLimitIntervalSec=0

[Mount]
Type=rclone
What=${remoteName}:${what}
Where=${where}
Options=${options}
DirectoryMode=0755
TimeoutSec=30

[Install]
WantedBy=multi-user.target
`;

/** What mounts it whenever somebody looks and it is not there: keys that came later, a mount that somebody took away. */
export const automountUnit = (what: string, where: string): string => `[Unit]
Description=${what} at ${where}, when somebody looks

[Automount]
Where=${where}
DirectoryMode=0755

[Install]
WantedBy=multi-user.target
`;
