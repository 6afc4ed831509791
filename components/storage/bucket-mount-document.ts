import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MachineDocument, MachineFile } from "../cloud/machine-document";
import { rejectArgs } from "../validation";
import {
  automountUnit,
  keysProfile,
  keysText,
  loginProfile,
  mountOptions,
  mountUnit,
  personKeysPath,
  rcloneConfig,
} from "./bucket-mount-files";
import { mountProblems, secretProblems } from "./bucket-mount-problems";
import {
  type BucketKeys,
  type BucketLogin,
  type BucketMountSpec,
  mountPathOf,
  placesOf,
} from "./bucket-mount-spec";

/** Debian's rclone brings no helper of mount(8), but is one under this name. */
export const mountHelper = { program: "/usr/bin/rclone", link: "/usr/sbin/mount.rclone" };

/**
 * The part of a machine's document that mounts a bucket; without secrets. What it mounts is there as soon as the
 * machine has the file of `bucketMountSecret`. The image must have rclone 1.57 or later and fuse3; the owner's account
 * must be there, or be made by what stands before it in the document.
 * @throws pulumi.InputPropertiesError
 */
export function bucketMountDocument(spec: BucketMountSpec): MachineDocument {
  rejectArgs(`mount of "${spec.bucket}"`, mountProblems(spec));
  const {
    endpoint,
    region,
    certificateAuthority,
    bucket,
    prefix = "",
    owner,
    readOnly = false,
    access = "keys",
  } = spec;
  const { mode = readOnly ? "off" : "writes", gib = 10, minutes = 60 } = spec.cache ?? {};
  const { uid, gid = uid } = owner;
  const where = mountPathOf(spec);
  const what = `${bucket}/${prefix}`;
  const places = placesOf(where);
  const options = mountOptions(
    {
      uid,
      gid,
      readOnly,
      hasAuthority: certificateAuthority !== undefined,
      cacheMode: mode,
      cacheGib: gib,
      cacheMinutes: minutes,
    },
    places,
  );
  return {
    files: [
      privateFile(places.config, rcloneConfig(endpoint, region, places)),
      privateFile(places.profile, access === "login" ? loginProfile(places) : keysProfile(places)),
      ...(access === "login" ? [personKeysProgram()] : []),
      ...(certificateAuthority === undefined ? [] : [privateFile(places.authority, certificateAuthority)]),
    ],
    commands: [
      ["ln", "-sfn", mountHelper.program, mountHelper.link],
      ...(where.startsWith("/home/") ? [directoryCommand(owner.user, where)] : []),
      ["systemctl", "enable", "--quiet", `${places.unit}.mount`],
    ],
    units: [
      {
        name: `${places.unit}.mount`,
        content: mountUnit(what, where, options, places.credentials),
        start: false,
      },
      { name: `${places.unit}.automount`, content: automountUnit(what, where) },
    ],
  };
}

/**
 * The secret of a mount as a file for `MachineSecret`, and the command that mounts it afterwards.
 * @throws pulumi.InputPropertiesError
 */
export function bucketMountSecret(spec: BucketMountSpec, secret: BucketKeys | BucketLogin) {
  rejectArgs(`access to "${spec.bucket}"`, secretProblems(secret));
  const { credentials, unit } = placesOf(mountPathOf(spec));
  const content =
    "accessKey" in secret ? keysText(secret.accessKey, secret.secretKey) : loginText(spec, secret);
  return { ...privateFile(credentials, content), command: ["systemctl", "start", `${unit}.mount`] };
}

/** What the program is told that buys keys by the owner's login. */
function loginText({ endpoint, certificateAuthority, owner }: BucketMountSpec, login: BucketLogin): string {
  const { issuer, clientId, clientSecret, roleArn, tokenFile = ".config/spe/refresh-token" } = login;
  return `${JSON.stringify({
    user: owner.user,
    ticketFile: `/home/${owner.user}/${tokenFile}`,
    tokenUrl: `${issuer}/protocol/openid-connect/token`,
    clientId,
    clientSecret,
    storeUrl: endpoint,
    roleArn,
    authority: certificateAuthority ?? "",
  })}\n`;
}

const personKeysProgram = (): MachineFile => ({
  path: personKeysPath,
  content: readFileSync(join(__dirname, "person-keys.py"), "utf8"),
  mode: "0700",
});

export const privateFile = (path: string, content: string): MachineFile & { mode: string } => ({
  path,
  content,
  mode: "0600",
});

/** By the owner, not by root: in a home, a link to elsewhere could stand in the way. */
const directoryCommand = (user: string, path: string): string[] => [
  "runuser",
  "-u",
  user,
  "--",
  "mkdir",
  "-p",
  path,
];
