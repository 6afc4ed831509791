/** Everything of a realm that is a setting: plain data, so that it can be read, tested and judged. */
import { type ProjectFacts, projectLabels } from "../five-safes";

/** How long a login lasts. */
export interface Sessions {
  /** Life of an access token, 1 to 60 minutes; a withdrawn person's last token still buys storage credentials for so long. */
  tokenMinutes: number;
  /** Minutes without use after which a session ends; not below the life of a token. */
  idleMinutes: number;
  /** Hours after which a session ends in any case, 1 to 24. */
  maxHours: number;
}

/**
 * From this tier on, a locked account stays locked until an administrator has looked at it. Not before: Keycloak counts
 * every refusal, so that who waits to become a member and tries too often is locked as well.
 */
const permanentLockTier = 3;

/** Settings of a realm whose only way in is its broker. */
export function realmSettings(args: {
  project: ProjectFacts;
  title: string;
  realmName: string;
  sessions: Sessions;
}) {
  const { project, title, realmName, sessions } = args;
  return {
    realm: realmName,
    displayName: title,
    enabled: true,
    attributes: projectLabels(project, "realm"),

    sslRequired: "all",
    registrationAllowed: false,
    registrationEmailAsUsername: false,
    resetPasswordAllowed: false,
    rememberMe: false,
    verifyEmail: false, // the upstream has done that
    loginWithEmailAllowed: false,
    duplicateEmailsAllowed: true, // one address may stand behind two upstream accounts: they must not become one person
    editUsernameAllowed: false,
    userManagedAccess: false,
    // nobody has a password here; should one ever be made by hand, it is no weak one
    passwordPolicy: "length(14) and notUsername and notEmail",

    defaultSignatureAlgorithm: "RS256",
    accessTokenLifespan: `${sessions.tokenMinutes}m`,
    ssoSessionIdleTimeout: `${sessions.idleMinutes}m`,
    ssoSessionMaxLifespan: `${sessions.maxHours}h`,
    offlineSessionMaxLifespanEnabled: true,
    offlineSessionMaxLifespan: `${sessions.maxHours}h`,
    revokeRefreshToken: true, // a refresh token serves once (RFC 9700, 4.14)
    refreshTokenMaxReuse: 0,

    otpPolicy: {
      type: "totp",
      algorithm: "HmacSHA1", // the only one that every authenticator app knows
      digits: 6,
      period: 30,
      lookAheadWindow: 1,
      initialCounter: 0,
    },
    securityDefenses: {
      headers: {
        xFrameOptions: "DENY",
        contentSecurityPolicy: "frame-src 'self'; frame-ancestors 'none'; object-src 'none';",
        contentSecurityPolicyReportOnly: "",
        xContentTypeOptions: "nosniff",
        xRobotsTag: "none",
        xXssProtection: "1; mode=block",
        strictTransportSecurity: "max-age=31536000; includeSubDomains",
        referrerPolicy: "no-referrer",
      },
      bruteForceDetection: {
        permanentLockout: project.tier >= permanentLockTier,
        maxLoginFailures: 10,
        waitIncrementSeconds: 300,
        quickLoginCheckMilliSeconds: 0, // the upstream may answer in no time: two refusals in a second are no attack
        minimumQuickLoginWaitSeconds: 60,
        maxFailureWaitSeconds: 3600,
        failureResetTimeSeconds: 43_200,
      },
    },
  };
}
