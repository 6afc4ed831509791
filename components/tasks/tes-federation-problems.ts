import { protesGatewayProblems } from "./protes-gateway-problems";
import type { ExternalService } from "./service-registry";
import type { FederationMember, TesFederationArgs } from "./tes-federation-args";

/** What is wrong with a federation, as far as its arguments tell, all at once. */
export function federationProblems({
  members,
  gateway,
}: TesFederationArgs): Record<string, string | undefined> {
  const entries = Object.entries(members);
  return {
    members: entries.length === 0 ? "must name at least one member" : repeatedProblem(members),
    ...Object.fromEntries(
      entries.flatMap(([key, { login, service }]) => [
        [
          `members.${key}.login`,
          login === "none"
            ? 'must be "token": whoever reaches a member runs programs there in the name of the network'
            : undefined,
        ],
        ...Object.entries(plain(service) ? serviceProblems(service) : {}).map(([part, problem]) => [
          `members.${key}.service.${part}`,
          problem,
        ]),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(gateway === undefined ? {} : protesGatewayProblems(gateway)).map(([part, problem]) => [
        `gateway.${part}`,
        problem,
      ]),
    ),
  };
}

/** Whether an entry is written out, and does not come from a service that is still made. */
const plain = (service: FederationMember["service"]): service is ExternalService =>
  !(service instanceof Promise) && typeof (service as ExternalService).url === "string";

function serviceProblems({ id, name, url, type, version, organization }: ExternalService) {
  return {
    id: id.trim() === "" ? "must not be empty" : undefined,
    name: name.trim() === "" ? "must not be empty" : undefined,
    version: version.trim() === "" ? "must not be empty" : undefined,
    url: webProblem(url),
    type:
      type.group === "org.ga4gh" && type.artifact.toLowerCase() === "tes"
        ? undefined
        : `must be org.ga4gh tes, got ${type.group} ${type.artifact}`,
    "organization.name": organization.name.trim() === "" ? "must not be empty" : undefined,
    "organization.url": webProblem(organization.url),
  };
}

const webProblem = (url: string): string | undefined =>
  URL.canParse(url) && new URL(url).protocol === "https:" && !url.endsWith("/")
    ? undefined
    : `must be an https URL without a slash at its end, got "${url}"`;

/** Members that are one and the same would get twice the tasks. */
function repeatedProblem(members: Record<string, FederationMember>): string | undefined {
  const urls = Object.values(members).flatMap(({ service }) => (plain(service) ? [service.url] : []));
  const again = urls.find((url, at) => urls.indexOf(url) !== at);
  return again === undefined ? undefined : `must list each service once, got "${again}" twice`;
}
