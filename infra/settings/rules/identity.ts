import { storeClientId } from "../../../components/naming";
import { secondFactorFrom } from "../tiers";
import { type Rule, repeated } from "./rule";

/** Clients that Keycloak makes in every realm. */
const keycloaksOwn = [
  "account",
  "account-console",
  "admin-cli",
  "broker",
  "realm-management",
  "security-admin-console",
];

const realmIsNew: Rule = ({ project, identity }) => {
  const { realm, keycloak } = identity ?? {};
  if (realm === undefined || (realm !== "master" && realm !== keycloak?.adminRealm)) return [];
  return [
    {
      path: "identity.realm",
      found: `"${realm}"`,
      allowed: "a realm of its own: this one is where administrators log in",
      example: project?.id ?? "heart",
    },
  ];
};

const secondFactorIsAsked: Rule = ({ project, identity }) =>
  project?.tier !== undefined && project.tier >= secondFactorFrom && identity?.secondFactor?.by === "none"
    ? [
        {
          path: "identity.secondFactor.by",
          found: '"none"',
          allowed: `at tier ${project.tier} realm or upstream`,
          example: "realm",
        },
      ]
    : [];

const sessionsNest: Rule = ({ identity }) => {
  const { tokenMinutes, idleMinutes, maxHours } = identity?.sessions ?? {};
  return [
    ...(tokenMinutes !== undefined && idleMinutes !== undefined && idleMinutes < tokenMinutes
      ? [
          {
            path: "identity.sessions.idleMinutes",
            found: String(idleMinutes),
            allowed: `at least a token's life, ${tokenMinutes} minutes`,
            example: String(tokenMinutes),
          },
        ]
      : []),
    ...(idleMinutes !== undefined && maxHours !== undefined && maxHours * 60 < idleMinutes
      ? [
          {
            path: "identity.sessions.maxHours",
            found: String(maxHours),
            allowed: `at least as long as a session may idle, ${idleMinutes} minutes`,
            example: String(Math.ceil(idleMinutes / 60)),
          },
        ]
      : []),
  ];
};

const clientsAreNew: Rule = ({ project, identity }) => {
  const clients = identity?.clients ?? [];
  const taken = [...keycloaksOwn, ...(project?.id ? [storeClientId(project.id)] : [])];
  const problem = (index: number, allowed: string) => ({
    path: `identity.clients[${index}].id`,
    found: `"${clients[index]?.id}"`,
    allowed,
    example: "workbench",
  });
  return [
    ...clients.flatMap((client, index) =>
      client?.id && taken.includes(client.id)
        ? [problem(index, "a name that neither Keycloak nor the object store's own client uses")]
        : [],
    ),
    ...repeated(clients, (client) => client.id).map(({ index, earlier }) =>
      problem(index, `each id once; it stands at identity.clients[${earlier}] already`),
    ),
  ];
};

const clientsReachAStore: Rule = (settings) =>
  settings.identity?.clients?.length && !("storage" in settings)
    ? [
        {
          path: "identity.clients",
          found: `a list of ${settings.identity.clients.length}`,
          allowed: "only with the section storage: clients reach the object store",
          example: "[]",
        },
      ]
    : [];

/** Rules of the section `identity`, but for its upstream and its groups. */
export const identityRules: Rule[] = [
  realmIsNew,
  secondFactorIsAsked,
  sessionsNest,
  clientsAreNew,
  clientsReachAStore,
];
