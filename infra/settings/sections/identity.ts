import { Type } from "@sinclair/typebox";
import { peopleRoles } from "../../../components/five-safes";
import { choice, group, list, text, wholeNumber, yesOrNo } from "../field";
import { eventsDaysDefaults, eventsDaysMinimum, sessionDefaults, sessionLimits } from "../tiers";
import { secondFactor } from "./second-factor";
import { upstream } from "./upstream";

const entitlementExample = "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu";

const keycloak = group(
  {
    url: Type.Optional(
      text("https-url", {
        description: "Public address of the Keycloak server, as its own discovery documents spell it.",
        example: "https://login.site.example",
        defaultIs: "that of `site.serversStack`; without one, required",
      }),
    ),
    adminRealm: Type.Optional(
      text("word", {
        description: "Realm in which the client below logs in.",
        example: "master",
        default: "master",
      }),
    ),
    clientId: Type.Optional(
      text("client-id", {
        description:
          "Client with a service account that may create realms. Its secret is `spe:keycloakClientSecret`; no administrator's password is used.",
        example: "spe-provisioner",
        default: "spe-provisioner",
      }),
    ),
  },
  {
    description: "The Keycloak server in which the project's realm is made.",
    example: { url: "https://login.site.example" },
    default: {},
  },
);

const entitlementGroup = group(
  {
    entitlement: text("entitlement", {
      description: "Whoever has it at the upstream is in the group; whoever has none of them is refused.",
      example: entitlementExample,
    }),
    role: choice(peopleRoles, {
      description:
        "What they are here: researchers work, checkers (output checkers) read egress requests, managers run the project.",
      example: "researcher",
    }),
    includeSubgroups: Type.Optional(
      yesOrNo({ description: "Members of its subgroups count too.", example: false, default: false }),
    ),
  },
  {
    description: "One entitlement and what it makes of a person.",
    example: { entitlement: entitlementExample, role: "researcher" },
  },
);

const sessions = group(
  {
    tokenMinutes: Type.Optional(
      wholeNumber({
        description:
          "Life of an access token: for so long a withdrawn right still buys credentials of the object store, which themselves live an hour at most.",
        unit: "minutes",
        minimum: 1,
        maximum: 60,
        maximumByTier: sessionLimits.tokenMinutes,
        example: 10,
        byTier: sessionDefaults.tokenMinutes,
      }),
    ),
    idleMinutes: Type.Optional(
      wholeNumber({
        description: "A session that is not used ends after. Not shorter than a token's life.",
        unit: "minutes",
        minimum: 5,
        maximum: 120,
        maximumByTier: sessionLimits.idleMinutes,
        example: 30,
        byTier: sessionDefaults.idleMinutes,
      }),
    ),
    maxHours: Type.Optional(
      wholeNumber({
        description: "Any session ends after, so a withdrawn entitlement takes effect by then.",
        unit: "hours",
        minimum: 1,
        maximum: 24,
        maximumByTier: sessionLimits.maxHours,
        example: 8,
        byTier: sessionDefaults.maxHours,
      }),
    ),
  },
  {
    description: "How long a login lasts.",
    example: { tokenMinutes: 10, idleMinutes: 30, maxHours: 8 },
    default: {},
  },
);

const client = group(
  {
    id: text("client-id", { description: "Name of the client; unique in the realm.", example: "workbench" }),
    redirectUris: list(
      text("redirect-uri", {
        description: "One address.",
        example: "https://workbench.site.example/callback",
      }),
      {
        description: "Where its logins return to; compared letter by letter.",
        example: ["https://workbench.site.example/callback"],
        least: 1,
        uniqueItems: true,
      },
    ),
  },
  {
    description: "One portal or tool.",
    example: { id: "workbench", redirectUris: ["https://workbench.site.example/callback"] },
  },
);

/** `spe:identity`: who gets in, and as what. */
export const identitySection = group(
  {
    keycloak: Type.Optional(keycloak),
    realm: Type.Optional(
      text("word", {
        description:
          "Name of the realm that is made. It must not exist yet, and is not the one where administrators log in.",
        example: "heart",
        defaultIs: "the project's id",
      }),
    ),
    upstream,
    groups: list(entitlementGroup, {
      description:
        "Who gets in, and as what; each entitlement once. Where there is an egress-request bucket, somebody must be its checker.",
      example: [{ entitlement: entitlementExample, role: "researcher" }],
      least: 1,
    }),
    secondFactor: Type.Optional(secondFactor),
    sessions: Type.Optional(sessions),
    eventsDays: Type.Optional(
      wholeNumber({
        description: "How long login events are kept. EHDS Article 73(1)(e) asks for a year at least.",
        unit: "days",
        minimum: eventsDaysMinimum,
        maximum: 3650,
        example: 730,
        byTier: eventsDaysDefaults,
      }),
    ),
    clients: Type.Optional(
      list(client, {
        description:
          "Portals and tools through which people reach the object store: each becomes a client with PKCE whose tokens name the store as audience.",
        example: [{ id: "workbench", redirectUris: ["https://workbench.site.example/callback"] }],
        default: [],
      }),
    ),
  },
  {
    description: "The realm that lets people in by their entitlements. Left out, no realm is made.",
    example: {
      keycloak: { url: "https://login.site.example" },
      upstream: { preset: "ls-aai", clientId: "4071" },
      groups: [{ entitlement: entitlementExample, role: "researcher" }],
    },
  },
);
