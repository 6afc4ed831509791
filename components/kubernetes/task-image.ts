/** What is wrong with an image: it names its registry and its digest, so that nobody can make another of it. */
export const imageProblem = (image: string): string | undefined =>
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[\w][\w.-]{0,127})?@sha256:[0-9a-f]{64}$/.test(
    image,
  )
    ? undefined
    : `must be an image with registry and digest, registry/name[:tag]@sha256:…, got "${image}"`;

/** An image's tag, if it has one. */
export const imageTag = (image: string): string | undefined => /:([\w][\w.-]*)@/.exec(image)?.[1];

/** An image in the two parts that TES-K joins with a colon: the digest goes with the tag. */
export function imageParts(image: string): { name: string; version: string } {
  const [, name = "", version = ""] = /^(.*):([^/@:]+@.*)$/.exec(image) ?? [];
  return { name, version };
}
