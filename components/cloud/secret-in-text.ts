const material: [pattern: RegExp, what: string][] = [
  [/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|^AGE-SECRET-KEY-/m, "a private key"],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, "a token"],
  [/\b(?:gh[pousr]_[A-Za-z\d]{36}|glpat-[\w-]{20,}|AKIA[A-Z\d]{16})\b/, "a key of a service"],
  [/\b[a-z][a-z\d+.-]*:\/\/[^\s/:@"']*:(?![$<{])[^\s/@"']+@/i, "a password in an address"],
  [/^\S*:\$(?:1|2[aby]|5|6|y|argon2id)\$/m, "a password's hash"],
];

/** `DB_PASSWORD=…`, `secret_access_key = …`, `"token": "…"`; not a reference, a path, a switch or the name of a file. */
const assignment =
  /(?<![\w.-])["']?[\w.-]*(?:passw(?:or)?d|passphrase|secret|token|api_?key|secret_?key|secret_access_key|private_?key)["']?[ \t]*[=:][ \t]*["']?(?![$<{/%"'\s]|(?:true|false|yes|no|none|null|required|optional)\b)[^\s"']{6,}/i;

/**
 * What secret stands in a text: user data is shown to whoever may see the machine in the cloud's API, and lies in
 * plain in the state. It finds what looks like one; a password in a sentence it does not.
 */
export const secretInText = (text: string): string | undefined =>
  material.find(([pattern]) => pattern.test(text))?.[1] ??
  (assignment.test(text) ? "a setting that is named as a secret" : undefined);
