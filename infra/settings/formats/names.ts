import { matching } from "./format";

/** Id of a project: begins every name that the servers see. */
export const projectId = matching(
  /^[a-z][a-z0-9-]{1,22}[a-z0-9]$/,
  "3 to 24 lower-case letters, digits or hyphens, beginning with a letter, not ending with a hyphen",
);

/** Realm: one word in URLs and in other names. */
export const word = matching(
  /^[a-z][a-z0-9-]{1,34}[a-z0-9]$/,
  "3 to 36 lower-case letters, digits or hyphens, beginning with a letter, not ending with a hyphen",
);

/** Account of a machine. */
export const account = matching(
  /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/,
  "1 to 32 lower-case letters, digits or hyphens, beginning and ending with a letter or digit",
);

/** Name of a broker within its realm and its redirect URI. */
export const alias = matching(
  /^[a-z][a-z0-9-]{1,30}$/,
  "2 to 31 lower-case letters, digits or hyphens, beginning with a letter",
);

/** A bucket that is there, by its whole name. */
export const bucket = matching(
  /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  "3 to 63 lower-case letters, digits or hyphens, beginning and ending with a letter or digit",
);

/**
 * Part of a bucket's name. With the longest project id and role it makes 60 of the 63 characters that S3 takes. Dots
 * are refused: they break the certificate of `bucket.host` addresses.
 */
export const bucketPart = matching(
  /^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/,
  "1 to 20 lower-case letters, digits or hyphens, beginning and ending with a letter or digit",
);

/** A bucket of this environment: its role, and the name where the role has more than one. */
export const bucketReference = matching(
  /^(input|scratch|egress-request|release|audit)(\/[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?)?$/,
  "a bucket's role (input, scratch, egress-request, release or audit), or role/name",
);

/** File inside the project's root. */
export const relativePath = matching(
  /^(?![/~])(?!.*(^|\/)\.\.(\/|$))[^\s\\:]+$/,
  "a path relative to the root of the repository, without `..` (the name of a PEM file, not its text)",
);

/** Region of an S3 server. */
export const region = matching(/^[a-z0-9-]*$/, "lower-case letters, digits and hyphens, or empty");

/** Id of an OIDC client that is made here. */
export const clientId = matching(
  /^[a-z][a-z0-9-]{2,62}$/,
  "3 to 63 lower-case letters, digits or hyphens, beginning with a letter",
);

/** Id that an upstream gave: any visible characters. */
export const givenId = matching(/^[\x21-\x7e]{1,255}$/, "1 to 255 visible ASCII characters without blanks");

/** OAuth scope (RFC 6749, 3.3). */
export const scope = matching(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "one OAuth scope, without blanks");

/** Key in the KMS of an object store. */
export const kmsKey = matching(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/,
  "1 to 80 letters, digits, hyphens or underscores",
);

/** A person at the upstream: its `sub`. Wildcards and `${` are refused: policies would read them as patterns. */
export const personId = matching(
  /^[A-Za-z0-9][A-Za-z0-9._@+:-]{0,254}$/,
  "the person's `sub` at the upstream (for LS AAI <id>@lifescience-ri.eu), not the user name",
);

/** Account of a person on a machine, as useradd takes it; not one that Debian itself has. */
export const userName = matching(
  /^(?!(root|daemon|bin|sys|sync|games|man|lp|mail|news|uucp|proxy|www-data|backup|list|irc|nobody|debian|ubuntu|sshd)$)[a-z_][a-z0-9_-]{0,31}$/,
  "1 to 32 lower-case letters, digits, hyphens or underscores, beginning with a letter or underscore; not an account of the system",
);

/** Folder on a machine. Blanks and what shells and systemd read as more than letters are refused. */
export const absolutePath = matching(
  /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/,
  "an absolute path of letters, digits, `.`, `_` and `-`, without a slash at its end",
);

/** Name of a cloud's region. */
export const cloudRegion = matching(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
  "1 to 63 letters, digits, dots, hyphens or underscores",
);

/** E-mail address of a person or a mailbox. */
export const email = matching(
  /^[^\s@<>,;:"]{1,64}@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i,
  "one e-mail address",
);

/** Words for people, on one line. Line breaks and other control characters would break labels. */
export const line = matching(
  /^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u,
  "one line of text without blanks around it",
);
