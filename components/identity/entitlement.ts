/**
 * Entitlements of AARC-G069 (and of its predecessor G002): `urn:<namespace>:group:<GROUP>[:<SUBGROUP>…][:role=<ROLE>][#<authority>]`.
 * Pure and free of Pulumi, so that settings, components and documents read them the same way.
 */

/** The parts of an entitlement; group names and role are decoded (`%20` is a space). */
export interface Entitlement {
  /** What follows `urn:`, in lower case, for example `geant:lifescience-ri.eu`. */
  namespace: string;
  /** Group and its subgroups, outermost first, for example `["lifescience", "de.NBI", "heart"]`. */
  groups: string[];
  /** Role within the innermost group. */
  role?: string;
  /** Who vouches for the membership, for example `aai.lifescience-ri.eu`; mandatory in G002, deprecated in G069. */
  authority?: string;
}

const example = "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu";
const groupMark = ":group:";
const roleMark = "role=";

/**
 * Reads an entitlement.
 * @throws Error naming what is wrong, with an example of a right value
 */
export function parseEntitlement(urn: string): Entitlement {
  const refuse = (problem: string): never => {
    throw new Error(`entitlement "${urn}" ${problem}; for example ${example}`);
  };
  if (!/^urn:/i.test(urn)) refuse(`must begin with "urn:"`);
  if (urn.trim() !== urn) refuse("must not begin or end with white space");
  const [name = "", authority, ...more] = urn.split("#");
  if (more.length > 0) refuse(`has more than one "#"`);
  if (authority !== undefined && !/^[A-Za-z0-9][A-Za-z0-9.:_-]*$/.test(authority)) {
    refuse(`must name its authority after "#" as a host name, got "${authority}"`);
  }
  const mark = name.indexOf(groupMark);
  if (mark < 0) refuse(`must contain "${groupMark}"`);
  const namespace = name.slice("urn:".length, Math.max(mark, "urn:".length)).toLowerCase();
  if (!/^[a-z0-9][a-z0-9-]*(:[a-z0-9][a-z0-9._-]*)+$/.test(namespace)) {
    refuse(`must name its namespace between "urn:" and "${groupMark}", got "${namespace}"`);
  }
  const segments = name.slice(mark + groupMark.length).split(":");
  if (segments.includes("")) refuse("has an empty group");
  const last = segments.at(-1) ?? "";
  const role = last.startsWith(roleMark) ? decode(last.slice(roleMark.length), refuse) : undefined;
  if (role === "") refuse("has an empty role");
  const groups = (role === undefined ? segments : segments.slice(0, -1)).map((it) => decode(it, refuse));
  if (groups.length === 0) refuse("names a role but no group");
  if (groups.some((group) => group.startsWith(roleMark))) refuse("may name a role only once, at its end");
  return { namespace, groups, ...(role === undefined ? {} : { role }), ...(authority ? { authority } : {}) };
}

/** Writes an entitlement in its normal form: namespace in lower case, everything but RFC 3986's unreserved characters as `%XX`. */
export function formatEntitlement({ namespace, groups, role, authority }: Entitlement): string {
  const end = role === undefined ? [] : [`${roleMark}${encode(role)}`];
  const name = ["urn", namespace.toLowerCase(), "group", ...groups.map(encode), ...end].join(":");
  return authority ? `${name}#${authority}` : name;
}

/**
 * The regular expression that matches this entitlement as a whole claim value and no other: not a group inside or
 * around it, not another role, not another authority. For Java (Keycloak's advanced group mapper) and JavaScript.
 *
 * `urn:` and the namespace match in any case (RFC 8141; G069 section on normalisation), `%20` matches a plain space
 * and any case of its digits; group names, role and authority match exactly.
 */
export function entitlementPattern(
  urn: string,
  options: {
    /** Groups inside this one match too (with the same role, if the entitlement names one). */
    includeSubgroups: boolean;
  },
): string {
  const { namespace, groups, role, authority } = parseEntitlement(urn);
  return [
    anyCase(`urn:${namespace}`),
    groupMark,
    groups.map(segmentPattern).join(":"),
    options.includeSubgroups ? `(?::(?!${roleMark})[^:#]+)*` : "",
    role === undefined ? "" : `:${roleMark}${segmentPattern(role)}`,
    authority === undefined ? "" : `#${literal(authority)}`,
  ].join("");
}

/** A pattern that no claim value matches, for a group that nobody may join any more. */
export const nobodyPattern = "(?!)";

function decode(segment: string, refuse: (problem: string) => never): string {
  const text = percentDecoded(segment);
  if (text === undefined)
    return refuse(`contains "%" that does not begin a UTF-8 character, in "${segment}"`);
  // control characters have no place in a name and would break a line-based log
  return /[\p{Cc}\p{Cs}]/u.test(text) ? refuse("contains a control character") : text;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const unreserved = /^[A-Za-z0-9._~-]$/;
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!*'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
/** Each letter in both cases; written out, because not every Node knows Java's `(?i:…)`. */
const anyCase = (text: string): string =>
  literal(text).replace(/[A-Za-z]/g, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);

/** A decoded name as it may be written: each reserved character plain or encoded; those that structure a URN only encoded. */
function segmentPattern(text: string): string {
  return [...text]
    .map((char) => {
      if (unreserved.test(char)) return literal(char);
      const encoded = anyCase(encode(char));
      return "%:#?".includes(char) ? encoded : `(?:${literal(char)}|${encoded})`;
    })
    .join("");
}
