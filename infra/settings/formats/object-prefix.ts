import type { Format } from "./format";

const allowed =
  "a folder of letters, digits, `.`, `_`, `-` and `/`, ending with a slash, without one at its beginning";

const folder = /^([A-Za-z0-9._-]+\/)+$/;
const onlyDots = /(^|\/)\.{1,2}\//;

/**
 * Folder in a bucket. Wildcards and `${` are refused, because policies would read them as patterns, and the slash at
 * its end is wanted, because `public` without it would open `public-not` as well.
 */
export const objectPrefix: Format = {
  allowed,
  refuse(text) {
    const isFolder = (it: string) => folder.test(it) && !onlyDots.test(it);
    if (isFolder(text)) return undefined;
    return { allowed, ...(isFolder(`${text}/`) ? { example: `${text}/` } : {}) };
  },
};
