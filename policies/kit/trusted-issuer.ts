/** Which issuers a program may trust to say who people are. */
import type { PolicyResource } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { lifeScienceIssuer } from "../safe-people/broker-allowed";
import { holdsForAny } from "./holds-for-any";
import { httpsProblem } from "./value";

/** The reviewed issuers in a rule's configuration. */
export const issuersSchema: PolicyConfigJSONSchema = {
  type: "array",
  items: { type: "string", pattern: "^https://" },
  minItems: 1,
  description: "Issuers that may vouch for people, beside the realms of the stack.",
  default: [lifeScienceIssuer],
};

/** The realms' issuers and what a rule's configuration lists. */
export interface Trust {
  resources: readonly PolicyResource[];
  issuers?: string[];
}

/** What is wrong with trusting an issuer, in words that go after its setting's name; undefined where it is trusted. */
export function issuerProblem(
  issuer: unknown,
  { resources, issuers = [lifeScienceIssuer] }: Trust,
): string | undefined {
  const problem = httpsProblem(issuer);
  if (problem !== undefined) return problem;
  const wanted = withoutSlash(issuer as string);
  const realms = resources.filter(({ type }) => type === "keycloak:index/realm:Realm");
  const servers = resources.filter(({ type }) => type === "pulumi:providers:keycloak");
  const isOwn = (): boolean =>
    holdsForAny(servers, (server) => holdsForAny(realms, (realm) => issuerOf(server, realm) === wanted));
  if (issuers.map(withoutSlash).includes(wanted) || isOwn()) return undefined;
  return `is "${issuer}", which is neither a realm of the stack nor one of ${issuers.join(", ")}`;
}

const issuerOf = ({ props: server }: PolicyResource, { props: realm }: PolicyResource): string =>
  `${withoutSlash(String(server.url))}${server.basePath ?? ""}/realms/${realm.realm}`;

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");
