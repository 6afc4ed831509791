/** Where a known login service answers. */
export interface Preset {
  alias: string;
  displayName: string;
  issuer: string;
  authorizationUrl: string;
  tokenUrl: string;
  userInfoUrl: string;
  jwksUrl: string;
  logoutUrl: string;
  scopes: readonly string[];
  /** What every person's id ends with. */
  personIdEnd: string;
  /** What every entitlement begins and ends with, today's form first, then the one from the time of ELIXIR. */
  entitlementForms: readonly (readonly [begin: string, end: string])[];
}

const lsAai = "https://login.aai.lifescience-ri.eu/oidc";

/** Login services whose addresses need not be given. */
export const presets = {
  /** Life Science Login, from its discovery document. Its issuer ends with a slash. */
  "ls-aai": {
    alias: "ls-aai",
    displayName: "Life Science Login",
    issuer: `${lsAai}/`,
    authorizationUrl: `${lsAai}/authorize`,
    tokenUrl: `${lsAai}/token`,
    userInfoUrl: `${lsAai}/userinfo`,
    jwksUrl: `${lsAai}/jwk`,
    logoutUrl: `${lsAai}/endsession`,
    scopes: ["openid", "profile", "email", "eduperson_entitlement"],
    personIdEnd: "@lifescience-ri.eu",
    entitlementForms: [
      ["urn:geant:lifescience-ri.eu:group:", "#aai.lifescience-ri.eu"],
      ["urn:geant:elixir-europe.org:group:", "#perun.elixir-czech.cz"],
    ],
  },
} as const satisfies Record<string, Preset>;

/** Name of a preset. */
export type PresetName = keyof typeof presets;

/** Every preset's name. */
export const presetNames = Object.keys(presets) as PresetName[];
