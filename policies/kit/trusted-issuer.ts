/** Which issuers a program may trust to say who people are. */
import type { PolicyResource } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { lifeScienceIssuer } from "../safe-people/broker-allowed";
import { readAll } from "./known-values";
import { perList } from "./per-list";
import { resourcesOfType } from "./resource";
import { ifKnown } from "./unknown";
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
  if (issuers.map(withoutSlash).includes(wanted) || isOwn(wanted, resources)) return undefined;
  return `is "${issuer}", which is neither a realm of the stack nor one of ${issuers.join(", ")}`;
}

/** Whether an issuer is a realm of a stack on a server of the stack; it may be one that is not known yet. */
function isOwn(issuer: string, resources: readonly PolicyResource[]): boolean {
  const servers = resourcesOfType(resources, "pulumi:providers:keycloak");
  const realms = resourcesOfType(resources, "keycloak:index/realm:Realm");
  const isRealm = [...issuer.matchAll(/\/(?=realms\/)/g)].some(
    ({ index }) =>
      addressesOf(servers).has(issuer.slice(0, index)) &&
      namesOf(realms).has(issuer.slice(index + "/realms/".length)),
  );
  if (isRealm) return true;
  if (servers.length > 0) readAll(realms, "realm");
  if (realms.length > 0) for (const key of ["url", "basePath"]) readAll(servers, key);
  return false;
}

const addressesOf = perList(
  (servers: readonly PolicyResource[]) => new Set(servers.map((it) => ifKnown(() => addressOf(it)))),
);

const namesOf = perList(
  (realms: readonly PolicyResource[]) => new Set(realms.map(({ props }) => ifKnown(() => `${props.realm}`))),
);

const addressOf = ({ props }: PolicyResource): string =>
  `${withoutSlash(String(props.url))}${props.basePath ?? ""}`;

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");
