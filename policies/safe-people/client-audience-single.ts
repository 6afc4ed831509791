import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { naming } from "../kit/naming";
import { perList } from "../kit/per-list";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkEach, ifKnown } from "../kit/unknown";
import { asList, mayBeOn } from "../kit/value";

const audienceMapper = "keycloak:openid/audienceProtocolMapper:AudienceProtocolMapper";
const resolveMapper = "keycloak:openid/audienceResolveProtocolMapper:AudienceResolveProtocolMapper";
const genericMappers = [
  "keycloak:index/genericProtocolMapper:GenericProtocolMapper",
  "keycloak:index/genericClientProtocolMapper:GenericClientProtocolMapper",
];
const mapperTypes = [audienceMapper, resolveMapper, ...genericMappers];
const scopeType = "keycloak:openid/clientScope:ClientScope";
const scopeLists: Record<string, string> = {
  "keycloak:openid/clientDefaultScopes:ClientDefaultScopes": "defaultScopes",
  "keycloak:openid/clientOptionalScopes:ClientOptionalScopes": "optionalScopes",
};

/** Ways by which a client gets tokens. */
const grants = [
  "standardFlowEnabled",
  "implicitFlowEnabled",
  "directAccessGrantsEnabled",
  "serviceAccountsEnabled",
  "oauth2DeviceAuthorizationGrantEnabled",
];

/** A token that names no service, or several, is taken by services that the person never meant; TES-K does not look. */
export const clientAudienceSingle: StackRule = {
  name: "safe-people-client-audience-single",
  description: "A client's access tokens name the one service that takes them as their audience.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-21",
    also: ["RFC 9700 2.3", "TES-K documentation of auth"],
  }),
  remediationSteps:
    "Give the client one AudienceProtocolMapper, for the service that takes its tokens; let that service check it.",
  validateStack: ({ resources }, report) => {
    const clients = resourcesOfType(resources, "keycloak:openid/client:Client");
    checkEach(clients, (client) => {
      if (client.props.accessType === "BEARER-ONLY" || !grants.some((grant) => mayBeOn(client.props[grant])))
        return;
      checkClient(client, resources, report);
    });
  },
};

function checkClient(
  client: PolicyResource,
  resources: readonly PolicyResource[],
  report: ReportViolation,
): void {
  const refuse = (problem: string): void =>
    report(`client "${nameOf(client, "clientId")}" ${problem}`, client.urn);
  const mappers = mappersOf(client, resources).map((list) => audienceOf(list));
  if (mappers.some(({ isResolved }) => isResolved))
    refuse(
      "names every service that its people have a role of as audience; remove the audience resolve mapper",
    );
  const known = new Set(mappers.flatMap(({ names }) => names));
  if (known.size > 1) {
    const names = [...known].map((audience) => `"${audience}"`).join(" and ");
    refuse(`names ${names} as audience; leave the one service that takes its tokens`);
    return;
  }
  for (const { unknown } of mappers) if (unknown !== undefined) audiencesOf(unknown);
  if (known.size === 0)
    refuse(
      "names no service as audience; give it an AudienceProtocolMapper for the one that takes its tokens",
    );
}

/** The mappers of a client: its own, and for each of its scopes those of every scope of that name. */
function mappersOf(client: PolicyResource, resources: readonly PolicyResource[]): PolicyResource[][] {
  const lists = resourcesOfType(resources, ...Object.keys(scopeLists));
  const scopes = naming(lists, "clientId", client, ["id"]).flatMap((it) =>
    asList(it.props[scopeLists[it.type] ?? ""]),
  );
  return [
    naming(resourcesOfType(resources, ...mapperTypes), "clientId", client, ["id"]),
    ...scopes.map((scope) => mappersByScope(resources).get(scope) ?? []),
  ];
}

/** The mappers of scopes by the scopes' names. */
const mappersByScope = perList((resources: readonly PolicyResource[]) => {
  const mappers = resourcesOfType(resources, ...mapperTypes);
  const byName = new Map<unknown, PolicyResource[]>();
  for (const scope of resourcesOfType(resources, scopeType)) {
    const name = ifKnown(() => scope.props.name as unknown);
    const ofName = byName.get(name) ?? [];
    ofName.push(...naming(mappers, "clientScopeId", scope, ["id"]));
    byName.set(name, ofName);
  }
  return byName;
});

/** What a list of mappers makes of the audience; of those that cannot be told, the first. */
const audienceOf = perList((mappers: readonly PolicyResource[]) => ({
  isResolved: mappers.some((mapper) => ifKnown(() => resolves(mapper))),
  names: [...new Set(mappers.flatMap((mapper) => ifKnown(() => audiencesOf(mapper)) ?? []))],
  unknown: mappers.find((mapper) => ifKnown(() => audiencesOf(mapper)) === undefined),
}));

const resolves = ({ type, props }: PolicyResource): boolean =>
  type === resolveMapper || props.protocolMapper === "oidc-audience-resolve-mapper";

/** What a mapper adds to access tokens; Keycloak takes the text of its own only where no client is named. */
function audiencesOf({ type, props }: PolicyResource): string[] {
  const isGeneric = genericMappers.includes(type) && props.protocolMapper === "oidc-audience-mapper";
  if (type !== audienceMapper && !isGeneric) return [];
  const [client, text, inAccessToken] = isGeneric
    ? ["included.client.audience", "included.custom.audience", "access.token.claim"].map((key) =>
        field(props.config, key),
      )
    : [props.includedClientAudience, props.includedCustomAudience, props.addToAccessToken];
  const audience = client || text;
  return typeof audience === "string" && String(inAccessToken) !== "false" ? [audience] : [];
}
