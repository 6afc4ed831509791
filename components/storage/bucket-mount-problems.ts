import { accountNamePattern } from "../people/account-name";
import { type BucketKeys, type BucketLogin, type BucketMountSpec, mountPathOf } from "./bucket-mount-spec";

type Problem = string | undefined;

/** Where a mount hides nothing that the machine needs. */
const roots = ["/home", "/data", "/mnt", "/media", "/srv"];

/** One part of a path: no hidden folder such as `.ssh`, and nothing that a unit or rclone takes for a sign of its own. */
const part = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}";

/** What is wrong with a mount, all at once. */
export function mountProblems(spec: BucketMountSpec): Record<string, Problem> {
  const { endpoint, region, certificateAuthority, bucket, prefix = "", owner, dirName, cache = {} } = spec;
  const { gib = 10, minutes = 60 } = cache;
  return {
    endpoint: /^https:\/\/[A-Za-z0-9.:[\]-]+$/.test(endpoint)
      ? undefined
      : `must be an https origin without a path, such as "https://s3.example.org", got "${endpoint}"`,
    region:
      region === undefined || /^[a-z0-9-]{1,63}$/.test(region)
        ? undefined
        : `must be lower-case letters, digits and hyphens, got "${region}"`,
    certificateAuthority:
      certificateAuthority === undefined ||
      /^(-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/.test(
        certificateAuthority,
      )
        ? undefined
        : "must be the PEM of a certificate",
    bucket: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)
      ? undefined
      : `must be the physical name of a bucket, such as "heart-scratch", got "${bucket}"`,
    prefix:
      /^([A-Za-z0-9_.@=+-]+\/)*$/.test(prefix) && !/(^|\/)\.{1,2}\//.test(prefix)
        ? undefined
        : `must be empty or folders that end with "/", of letters, digits and _ . @ = + -, got "${prefix}"`,
    "owner.user": accountNamePattern.test(owner.user)
      ? undefined
      : `must be the name of an account, got "${owner.user}"`,
    "owner.uid": idProblem(owner.uid),
    "owner.gid": owner.gid === undefined ? undefined : idProblem(owner.gid),
    dirName:
      dirName === undefined || new RegExp(`^${part}$`).test(dirName)
        ? undefined
        : `must begin with a letter or digit and go on with those and . _ @ -, got "${dirName}"`,
    mountPath: pathProblem(mountPathOf(spec), owner.user),
    "cache.gib": wholeProblem(gib, 1, 10_000),
    "cache.minutes": wholeProblem(minutes, 1, 10_080),
  };
}

/** What is wrong with a mount's secret, without telling it. */
export function secretProblems(secret: BucketKeys | BucketLogin): Record<string, Problem> {
  if ("accessKey" in secret) {
    const { accessKey, secretKey } = secret;
    return { accessKey: keyProblem(accessKey), secretKey: keyProblem(secretKey) };
  }
  const { issuer, clientId, clientSecret, roleArn, tokenFile = "token" } = secret;
  return {
    issuer: /^https:\/\/[A-Za-z0-9.:[\]-]+(\/[\w.-]+)*$/.test(issuer)
      ? undefined
      : `must be the https address of a realm, got "${issuer}"`,
    clientId: /^[\w.-]+$/.test(clientId) ? undefined : `must be the id of a client, got "${clientId}"`,
    clientSecret: keyProblem(clientSecret),
    roleArn: /^arn:[\w:/-]+$/.test(roleArn) ? undefined : `must be the ARN of a role, got "${roleArn}"`,
    tokenFile:
      /^[\w.-]+(\/[\w.-]+)*$/.test(tokenFile) && !/(^|\/)\.{1,2}(\/|$)/.test(tokenFile)
        ? undefined
        : `must be a path in the owner's home, got "${tokenFile}"`,
  };
}

const keyProblem = (key: string): Problem =>
  /^[!-~]{3,256}$/.test(key) ? undefined : "must be 3 to 256 printable signs without spaces";

const idProblem = (id: number): Problem => wholeProblem(id, 1000, 59_999);

const wholeProblem = (value: number, least: number, most: number): Problem =>
  Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : `must be a whole number of ${least} to ${most}, got ${value}`;

function pathProblem(path: string, user: string): Problem {
  if (!new RegExp(`^(${roots.join("|")})(/${part})+$`).test(path)) {
    return `must be below ${roots.join(", ")}, its parts as a dirName, got "${path}"`;
  }
  return path.startsWith("/home/") && !path.startsWith(`/home/${user}/`)
    ? `must not be in the home of another than its owner "${user}", got "${path}"`
    : undefined;
}
