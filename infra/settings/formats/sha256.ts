import { matching } from "./format";

/** A SHA-256 digest. */
export const sha256 = matching(
  /^[0-9a-f]{64}$/,
  "64 lower-case hexadecimal digits, as `sha256sum` prints them",
);
