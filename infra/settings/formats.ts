import { cidr, ipAddress } from "./formats/cidr";
import { entitlement } from "./formats/entitlement";
import type { Format } from "./formats/format";
import { isoDate } from "./formats/iso-date";
import { hostName, kubernetesVersion, pinnedImage } from "./formats/kubernetes";
import * as names from "./formats/names";
import { objectPrefix } from "./formats/object-prefix";
import { quota } from "./formats/quota";
import { sha256 } from "./formats/sha256";
import { sshKey } from "./formats/ssh-key";
import { httpsOrigin, httpsUrl, issuer, redirectUri } from "./formats/url";

/** Every format that a text setting can have; the name is what the schema carries as `format`. */
export const formats = {
  line: names.line,
  email: names.email,
  date: isoDate,
  cidr,
  "ip-address": ipAddress,
  "https-url": httpsUrl,
  "https-origin": httpsOrigin,
  issuer,
  "redirect-uri": redirectUri,
  entitlement,
  quota,
  "project-id": names.projectId,
  word: names.word,
  account: names.account,
  alias: names.alias,
  "client-id": names.clientId,
  "given-id": names.givenId,
  scope: names.scope,
  region: names.region,
  "kms-key": names.kmsKey,
  bucket: names.bucket,
  "bucket-part": names.bucketPart,
  "bucket-reference": names.bucketReference,
  "object-prefix": objectPrefix,
  "relative-path": names.relativePath,
  "person-id": names.personId,
  "user-name": names.userName,
  "absolute-path": names.absolutePath,
  "cloud-region": names.cloudRegion,
  "ssh-key": sshKey,
  sha256,
  "kubernetes-version": kubernetesVersion,
  "pinned-image": pinnedImage,
  "host-name": hostName,
} satisfies Record<string, Format>;

/** Name of a format. */
export type FormatName = keyof typeof formats;
