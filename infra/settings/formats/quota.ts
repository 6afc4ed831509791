import { matching } from "./format";

/** A size that names its unit, `500 GiB`: plain numbers hide theirs. */
export const quota = matching(
  /^[1-9]\d{0,11} (B|KiB|MiB|GiB|TiB)$/,
  "a whole number from 1, a space and a unit: B, KiB, MiB, GiB or TiB",
);
