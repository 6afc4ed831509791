/** Patterns and variables of MinIO's policies (github.com/minio/pkg/v3 v3.1.0: wildcard, policy/condition/keyname.go). */
import type { RequestFacts } from "./policy-language";

/** Whether a pattern covers a whole text: `*` any bytes, also none and `/`; `?` one byte. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const wanted = bytes(pattern);
  const given = bytes(text);
  let [at, to, star, resume] = [0, 0, -1, 0];
  while (at < given.length) {
    if (wanted[to] === "*") [star, to, resume] = [to, to + 1, at];
    else if (to < wanted.length && (wanted[to] === "?" || wanted[to] === given[at]))
      [at, to] = [at + 1, to + 1];
    else if (star >= 0) [to, resume, at] = [star + 1, resume + 1, resume + 1];
    else return false;
  }
  return /^\**$/.test(wanted.slice(to));
}

/** One character a byte, as Go compares texts. */
const bytes = (text: string): string => Buffer.from(text).toString("latin1");

/** Keys that stand for themselves as a variable, `${jwt:sub}`, in the order in which MinIO replaces them. */
const variables = [
  ...[
    "s3:signatureversion",
    "s3:authType",
    "s3:signatureAge",
    "s3:x-amz-content-sha256",
    "s3:LocationConstraint",
  ],
  ...[
    "aws:Referer",
    "aws:SourceIp",
    "aws:UserAgent",
    "aws:SecureTransport",
    "aws:CurrentTime",
    "aws:EpochTime",
  ],
  ...["aws:principaltype", "aws:userid", "aws:username", "aws:groups"],
  ...["ldap:user", "ldap:username", "ldap:groups"],
  ...["sub", "iss", "aud", "jti", "name", "upn", "groups", "given_name", "family_name", "middle_name"].map(
    jwt,
  ),
  ...["nickname", "preferred_username", "profile", "picture", "website", "email", "gender"].map(jwt),
  ...["birthdate", "phone_number", "address", "scope", "client_id"].map(jwt),
];

function jwt(claim: string): string {
  return `jwt:${claim}`;
}

/** Name of a key's fact: `prefix` for `s3:prefix`. */
export const factName = (key: string): string => key.replace(/^(aws|jwt|ldap|sts|svc|s3):/, "");

/** A condition's value with its variables replaced; a fact with several values gives its first. */
export function withVariables(value: string, facts: RequestFacts): string {
  if (!value.includes("${")) return value;
  return variables.reduce((text, key) => {
    const [fact] = facts[factName(key)] ?? [];
    return fact ? text.replaceAll(`\${${key}}`, () => fact) : text;
  }, value);
}

/** A resource's pattern with its variables replaced: once, so that what a variable gives is not read again. */
export const resourceWithVariables = (pattern: string, facts: RequestFacts): string =>
  pattern.replace(/\$\{([^}]*)\}/g, (variable, key: string) => {
    const [fact] = variables.includes(key) ? (facts[factName(key)] ?? []) : [];
    return fact || variable;
  });
