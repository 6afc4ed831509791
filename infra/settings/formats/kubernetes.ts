import { matching } from "./format";

/** A released version of Kubernetes. */
export const kubernetesVersion = matching(
  /^1\.(0|[1-9]\d?)\.(0|[1-9]\d?)$/,
  "a released version of Kubernetes in full, 1.<minor>.<patch>, without `v`",
);

/** An image that nobody can change any more: by the digest of its manifest. */
export const pinnedImage = matching(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[\w][\w.-]{0,127})?@sha256:[0-9a-f]{64}$/,
  "an image with registry and digest, registry/name[:tag]@sha256:<64 hexadecimal digits>",
);

/** Name of a host (RFC 1123). */
export const hostName = matching(
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "a host's full name in lower case",
);
