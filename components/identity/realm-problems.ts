/** What is wrong with the arguments of a realm, argument by argument. Pure. */
import type { Tier } from "../five-safes";
import { wholeNumberProblem } from "../whole-number-problem";
import { parseEntitlement } from "./entitlement";
import type { SecondFactor } from "./refusals";
import type { ResearchRealmArgs } from "./research-realm";

const realmNamePattern = /^[a-z][a-z0-9-]{2,35}$/;
const aliasPattern = /^[a-z][a-z0-9-]{1,30}$/;

/** Argument → what is wrong with it, or undefined where it is right. */
export function realmProblems(args: ResearchRealmArgs): Record<string, string | undefined> {
  const { project, keycloakUrl, realmName = project.id, upstream, groups, secondFactor, sessions } = args;
  const { tokenMinutes, idleMinutes, maxHours } = sessions;
  const urls = ["issuer", "authorizationUrl", "tokenUrl", "userInfoUrl", "jwksUrl", "logoutUrl"] as const;
  return {
    realmName: realmNamePattern.test(realmName)
      ? undefined
      : `must be 3 to 36 lower-case letters, digits or hyphens, beginning with a letter, got "${realmName}"`,
    keycloakUrl:
      httpsProblem(keycloakUrl) ??
      (keycloakUrl.endsWith("/") ? `must not end with a slash, got "${keycloakUrl}"` : undefined),
    "upstream.alias": aliasPattern.test(upstream.alias)
      ? undefined
      : `must be 2 to 31 lower-case letters, digits or hyphens, beginning with a letter, got "${upstream.alias}"`,
    ...Object.fromEntries(
      urls.map((key) => [
        `upstream.${key}`,
        upstream[key] === undefined ? undefined : httpsProblem(upstream[key]),
      ]),
    ),
    "upstream.scopes": upstream.scopes.includes("openid")
      ? undefined
      : `must contain openid, got "${upstream.scopes.join(" ")}"`,
    groups: groups.length > 0 ? undefined : "must name at least one entitlement, or nobody could log in",
    ...Object.fromEntries(
      groups.map(({ entitlement }, at) => [`groups[${at}].entitlement`, entitlementProblem(entitlement)]),
    ),
    secondFactor: secondFactorProblem(secondFactor, project.tier),
    "sessions.tokenMinutes": wholeNumberProblem(tokenMinutes, 1, 60),
    "sessions.idleMinutes": wholeNumberProblem(idleMinutes, tokenMinutes, maxHours * 60),
    "sessions.maxHours": wholeNumberProblem(maxHours, 1, 24),
    eventsDays:
      Number.isInteger(args.eventsDays) && args.eventsDays >= 365
        ? undefined
        : `must be at least 365, got ${args.eventsDays}`,
  };
}

function secondFactorProblem(secondFactor: SecondFactor, tier: Tier): string | undefined {
  if (secondFactor.by === "none" && tier >= 2) {
    return `must be asked for by the realm or the upstream at tier ${tier}, got "none"`;
  }
  // an empty value would hold for everybody whose claim is empty
  return secondFactor.by === "upstream" && (secondFactor.claim === "" || secondFactor.value === "")
    ? "must name the upstream's claim and the value that says so"
    : undefined;
}

function httpsProblem(url: string): string | undefined {
  return URL.canParse(url) && new URL(url).protocol === "https:"
    ? undefined
    : `must be an https URL, got "${url}"`;
}

function entitlementProblem(entitlement: string): string | undefined {
  try {
    parseEntitlement(entitlement);
    return undefined;
  } catch (error) {
    return `is not right: ${(error as Error).message}`;
  }
}
