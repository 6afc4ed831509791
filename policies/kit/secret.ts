/** What tells a secret: the name of a setting, or the text itself. */

const secretWord =
  /^(?:pass|pw|keys?|tokens?|secrets?)$|(?:passw(?:or)?d|passphrase|pwd|secret|token|apikey|secretkey|privatekey|credential)s?$/;

/** Words before `key` or `token` that make it something else. */
const harmlessBefore =
  /^(?:access|authorized|cache|foreign|group|host|label|map|max|min|node|object|partition|primary|public|routing|row|sort)$/;

/** Last words that make a name say something about a secret: where it is, how it is called, how long it lives. */
const aboutWord =
  /^(?:age|algorithm|arn|audience|class|claims?|count|days|dir(?:ectory)?|driver|duration|enabled|endpoint|expir(?:ation|es|y)|field|files?|folder|format|headers?|host|hours|ids?|interval|issuer|kind|length|life(?:span|time)|location|manager|max|method|min|minutes|mount|names?|namespace|paths?|pattern|policy|port|prefix|provider|refs?|required|rotation|scopes?|seconds|server|service|size|store|suffix|through|timeout|ttl|type|ur[il]s?|version)$/;

/** Whether a setting of this name holds a secret: `DB_PASSWORD`, `clientSecret`; not `TOKEN_URL` or `TLS_SECRET_NAME`. */
export function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
  return (
    !aboutWord.test(words.at(-1) ?? "") && words.some((word, index) => isSecretWord(word, words[index - 1]))
  );
}

function isSecretWord(word: string, before: string | undefined): boolean {
  // `key` by itself is the name of anything's name
  if (/^keys?$/.test(word)) return before !== undefined && !harmlessBefore.test(before);
  return secretWord.test(word) && !harmlessBefore.test(before ?? "");
}

/** Whether a value is the secret itself, and not a reference to it, a path or a switch. */
export function isLiteral(value: unknown): boolean {
  if (value === undefined || value === null || typeof value === "boolean") return false;
  const text = String(value).trim();
  return !(
    /^(?:|true|false|yes|no|null|none|~)$/i.test(text) ||
    /^(?:\$[({\w]|\{\{|<[\w -]+>$|[|>][-+]?$|[[{])/.test(text) ||
    /^\/(?:app|certs?|config|data|etc|home|mnt|opt|root|run|secrets?|srv|tmp|usr|var)\/[\w./-]+$/.test(text)
  );
}

const materials: [pattern: RegExp, what: string][] = [
  [/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/, "a private key"],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, "a token"],
  [/\b(?:gh[pousr]_[A-Za-z\d]{36}|glpat-[\w-]{20,}|AKIA[A-Z\d]{16})\b/, "a key of a service"],
  [/\b[a-z][a-z\d+.-]*:\/\/[^\s/:@"']*:(?![$<{])[^\s/@"']+@/i, "a password in an address"],
];

/** What secret a text carries, whatever it is called. */
export const materialIn = (text: string): string | undefined =>
  materials.find(([pattern]) => pattern.test(text))?.[1];

const assignment =
  /(?<![\w.-])["']?(?:--?)?([A-Za-z][\w.-]*)["']?[ \t]*[=:][ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"',;&|]+))/g;
const option = /(?<=\s)--([a-z][a-z-]*)[ \t]+(?!-)(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"',;&|]+))/g;

/** The names of settings in a text (`name: value`, `NAME=value`, `--name value`) that hold a secret itself. */
export function secretsIn(text: string): string[] {
  const found = [...text.matchAll(assignment), ...text.matchAll(option)]
    .filter(
      ([, name = "", ...values]) => namesSecret(name) && isLiteral(values.find((it) => it !== undefined)),
    )
    .map(([, name = ""]) => name);
  return [...new Set(found)];
}

/** Shorter ones are guessed; so are those that stand in every manual. */
const minimumLength = 12;
const wellKnown =
  /^(?:(?:admin(?:istrator)?|bibigrid|changeme|change|default|example|insert|here|keycloak|letmein|me|minio|my|passw(?:or)?d|passwd|please|qwerty|replace|root|secret|test|this|token|key|user|welcome|with|your|zabbix|(\S)\1+|0?12345?6?7?8?9?0?)[-_ .!]*)+$/i;

/** Whether a secret can be guessed. */
export const isGuessable = (secret: string): boolean =>
  secret.length < minimumLength || wellKnown.test(secret);
