/** Mappers of a broker that put people into a group, or give them a role, by what the upstream says of them. */
import type { PolicyResource } from "@pulumi/policy";
import { matchesClaim } from "./claim-pattern";
import { field } from "./field";
import { resourcesOfType } from "./resource";
import { asList } from "./value";

/** A claim's name and the value it must have. */
export interface WantedClaim {
  key: string;
  value: string;
}

/** What a mapper gives to whom. */
export interface GroupMapper {
  /** Path of the group, `/heart/researcher`, or name of the role. */
  gives: string;
  /** Claims that a person must have, all of them; empty where everyone gets it. */
  claims: WantedClaim[];
  /** Whether the values are patterns. */
  isPattern: boolean;
}

const advancedMapper = /^(?:oidc|saml)-advanced-(?:group|role)-idp-mapper$/;
const hardcodedMapper = /hardcoded-(?:group|role)-idp-mapper$/;

/** The type of Keycloak's mappers that the provider has no type of its own for. */
export const customMapperType = "keycloak:index/customIdentityProviderMapping:CustomIdentityProviderMapping";

/** Reads a custom mapper; undefined where it gives neither group nor role. */
export function readGroupMapper({ props }: { props: Record<string, unknown> }): GroupMapper | undefined {
  const kind = String(props.identityProviderMapper);
  const isAdvanced = advancedMapper.test(kind);
  if (!isAdvanced && !hardcodedMapper.test(kind)) return undefined;
  const config = props.extraConfig;
  const [claims, regex] = kind.startsWith("saml-")
    ? [field(config, "attributes"), field(config, "are.attribute.values.regex")]
    : [field(config, "claims"), field(config, "are.claim.values.regex")];
  return {
    gives: String(field(config, "group") ?? field(config, "role") ?? ""),
    claims: isAdvanced ? parseClaims(claims) : [],
    isPattern: String(regex) === "true",
  };
}

/** Whether a mapper gives to everybody who logs in, or to everybody with some value of a claim. */
export const givesToEveryone = ({ claims, isPattern }: GroupMapper): boolean =>
  claims.every(({ value }) => isPattern && matchesClaim(value, "value that no claim was meant to have"));

/** Whether somebody can get what a mapper gives: `(?!)` matches nothing. */
export const givesToSomebody = ({ claims }: GroupMapper): boolean =>
  claims.every(({ value }) => value !== "(?!)");

function parseClaims(claims: unknown): WantedClaim[] {
  try {
    return asList(JSON.parse(String(claims))).map((claim) => ({
      key: String(field(claim, "key")),
      value: String(field(claim, "value") ?? ""),
    }));
  } catch {
    return [];
  }
}

/** Custom mappers of a stack. */
export const customMappers = (resources: readonly PolicyResource[]): readonly PolicyResource[] =>
  resourcesOfType(resources, customMapperType);
