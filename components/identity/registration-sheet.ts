/**
 * Everything to type into the registry of the upstream login, which has no interface for programs: the client that a
 * realm's broker is. Pure.
 */

/** What a registration is written from. */
export interface RegistrationSheetArgs {
  /** Name of the service that people see in the registry, for example `Heart failure cohort (de.NBI Bielefeld)`. */
  serviceName: string;
  /** What the service is for, in a sentence or two. */
  description: string;
  /** Whether the registry's test instance or its production is meant. */
  environment: "test" | "production";
  /** Exact redirect URIs: `brokerRedirectUri` of the realm. */
  redirectUris: string[];
  /** Exact URIs that the upstream may lead back to after a logout. */
  postLogoutRedirectUris: string[];
  /** Scopes that the broker asks for. */
  scopes: string[];
  /** Entitlements of the groups to which the registry restricts the service. */
  entitlements: string[];
  /** E-mail addresses of those who answer for the service. */
  contacts: string[];
  /** https URL of the privacy policy. */
  privacyPolicy: string;
}

/** The registry's fields, in its order. */
export interface RegistrationSheet {
  serviceName: string;
  description: string;
  environment: "test" | "production";
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  flow: "authorization code";
  tokenEndpointAuthentication: "client_secret_basic";
  pkce: "S256";
  scopes: string[];
  /** Keycloak checks tokens by their signature. */
  introspection: false;
  /** The realm has sessions of its own. */
  refreshTokens: false;
  restrictedToGroups: string[];
  contacts: string[];
  privacyPolicy: string;
}

/** The registration of a realm's broker: what the broker does, and no more. */
export function registrationSheet(args: RegistrationSheetArgs): RegistrationSheet {
  return {
    serviceName: args.serviceName,
    description: args.description,
    environment: args.environment,
    redirectUris: args.redirectUris,
    postLogoutRedirectUris: args.postLogoutRedirectUris,
    flow: "authorization code",
    tokenEndpointAuthentication: "client_secret_basic",
    pkce: "S256",
    scopes: args.scopes,
    introspection: false,
    refreshTokens: false,
    restrictedToGroups: args.entitlements,
    contacts: args.contacts,
    privacyPolicy: args.privacyPolicy,
  };
}

/** The sheet as Markdown: one line a field, addresses and names to copy in backticks. */
export function registrationSheetMarkdown(sheet: RegistrationSheet): string {
  const lines: [string, string][] = [
    ["Service name", plain(sheet.serviceName)],
    ["Description", plain(sheet.description)],
    ["Environment", sheet.environment],
    ["Redirect URIs (exact)", copied(sheet.redirectUris)],
    ["Post-logout redirect URIs (exact)", copied(sheet.postLogoutRedirectUris)],
    ["Flow", sheet.flow],
    ["Token endpoint authentication", `\`${sheet.tokenEndpointAuthentication}\``],
    ["PKCE", sheet.pkce],
    ["Scopes", copied(sheet.scopes)],
    ["Call introspection", answer(sheet.introspection)],
    ["Refresh tokens", answer(sheet.refreshTokens)],
    ["Restrict by group membership", copied(sheet.restrictedToGroups)],
    ["Contacts", copied(sheet.contacts)],
    ["Privacy policy", `\`${sheet.privacyPolicy}\``],
  ];
  return [
    `# Registration: ${plain(sheet.serviceName)}`,
    "",
    "| Field | Value |",
    "| --- | --- |",
    ...lines.map(([field, value]) => `| ${field} | ${value} |`),
    "",
  ].join("\n");
}

const answer = (yes: boolean): string => (yes ? "yes" : "no");
const copied = (values: string[]): string =>
  values.length === 0 ? "none" : values.map((value) => `\`${value}\``).join("<br>");
/** A text of the operator's in a table: neither a bar nor a line break may end its cell. */
const plain = (text: string): string => text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
