import { parseEntitlement } from "../../../components/identity/entitlement";
import { presets } from "../presets";
import { type Rule, repeated } from "./rule";

const { "ls-aai": lsAai } = presets;

/** With LS AAI an entitlement of another authority is a slip of the pen, and lets nobody in. */
const entitlementsAreTheUpstreams: Rule = ({ identity }) => {
  if (identity?.upstream?.issuer !== lsAai.issuer) return [];
  return (identity.groups ?? []).flatMap((group, index) => {
    const entitlement = group?.entitlement;
    if (!entitlement) return [];
    const known = lsAai.entitlementForms.some(
      ([begin, end]) => entitlement.startsWith(begin) && entitlement.endsWith(end),
    );
    return known
      ? []
      : [
          {
            path: `identity.groups[${index}].entitlement`,
            found: `"${entitlement}"`,
            allowed: `one that LS AAI gives: ${lsAai.entitlementForms.map(([begin, end]) => `${begin}…${end}`).join(" or ")}`,
            example: `${lsAai.entitlementForms[0][0]}lifescience:de.NBI:heart${lsAai.entitlementForms[0][1]}`,
          },
        ];
  });
};

const entitlementsDiffer: Rule = ({ identity }) =>
  repeated(
    identity?.groups ?? [],
    (group) => group.entitlement && JSON.stringify(parseEntitlement(group.entitlement)),
  ).map(({ index, earlier }) => ({
    path: `identity.groups[${index}].entitlement`,
    found: `the same as identity.groups[${earlier}]`,
    allowed: "each entitlement once: a person is a researcher or a checker, not both by one membership",
    example: "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart:role=checker#aai.lifescience-ri.eu",
  }));

/** Who asks for an egress must not be the one who lets it out. */
const checkersAreNoResearchers: Rule = ({ identity }) => {
  const groups = (identity?.groups ?? []).flatMap((group, index) =>
    group?.entitlement ? [{ ...group, index, parsed: parseEntitlement(group.entitlement) }] : [],
  );
  const open = groups.filter(({ role, includeSubgroups }) => role === "researcher" && includeSubgroups);
  return groups
    .filter(({ role }) => role === "checker")
    .flatMap((checker) =>
      open
        .filter(({ parsed }) => isInside(checker.parsed, parsed))
        .map((researcher) => ({
          path: `identity.groups[${checker.index}].entitlement`,
          found: `inside identity.groups[${researcher.index}], whose subgroups are researchers too`,
          allowed: "a group that makes nobody a researcher: four eyes look at what leaves",
          example: "includeSubgroups: false",
        })),
    );
};

type Parsed = ReturnType<typeof parseEntitlement>;

const isInside = (inner: Parsed, outer: Parsed): boolean =>
  inner.namespace === outer.namespace &&
  inner.authority === outer.authority &&
  inner.role === outer.role &&
  inner.groups.length > outer.groups.length &&
  outer.groups.every((name, index) => inner.groups[index] === name);

/** Rules of `identity.groups`. */
export const groupRules: Rule[] = [entitlementsAreTheUpstreams, entitlementsDiffer, checkersAreNoResearchers];
