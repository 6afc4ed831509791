/** Reads the corpus: small environments with one mistake each, and ones that are as near to a mistake as may be. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Judged } from "../../policies/judge";
import type { Exemption } from "../../policies/kit/exemption";
import { field } from "../../policies/kit/field";
import { containersOf, podOf } from "../../policies/kit/pod-spec";
import { asList } from "../../policies/kit/value";
import { policyText, type StatementText } from "../policies/compliant";
import { type CompliantEnvironment, environments } from "../policies/environments";

/** What makes an environment of the corpus out of a compliant one; resources are called by their names. */
interface Change {
  title: string;
  /** Properties by resource: objects are merged, null removes, and an object changes a list by its places. */
  change?: Patches;
  /** The same for the spec of a workload's pods, for its first container, and for that one's variables. */
  pod?: Patches;
  container?: Patches;
  env?: Record<string, Record<string, unknown>>;
  /** Options by resource. */
  opts?: Patches;
  /** Resources that are left out. */
  without?: string[];
  /** Resources beside the others; one may be like another but for its name and some properties. */
  add?: (Judged & { like?: string })[];
  parameters?: Record<string, unknown>;
  exemptions?: Exemption[];
}

type Patches = Record<string, unknown>;

/** An environment with a mistake, and the rules that report it with what they say. */
export interface BadCase extends Change {
  caught: Record<string, string | string[]>;
}

/** An environment without one, and the rules that it comes near to. */
export interface GoodCase extends Change {
  of: string[];
}

/** One file of the corpus. */
export interface Topic {
  environment: string;
  bad: BadCase[];
  good: GoodCase[];
}

const folder = join(__dirname, "../policies/corpus");

/** A policy that is written as a list of statements, as the JSON text that it is. */
const asDocument = (key: unknown, value: unknown): unknown =>
  key === "policy" && Array.isArray(value) ? policyText(...(value as StatementText[])) : value;

/** The topics of the corpus by name. */
export const readCorpus = (): Record<string, Topic> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((file) => [
        file.replace(/\.yaml$/, ""),
        parse(readFileSync(join(folder, file), "utf8"), asDocument, { merge: true }),
      ]),
  );

/** The resources of a case, and the configuration of the pack for it. */
export function environmentOf({ environment }: Topic, change: Change) {
  const base = environments[environment];
  if (base === undefined) throw new Error(`there is no environment "${environment}"`);
  const { parameters = {}, exemptions = [] } = change;
  return { resources: resourcesOf(base, change), config: base.config({ parameters, exemptions }) };
}

function resourcesOf({ resources }: CompliantEnvironment, change: Change): Judged[] {
  const { change: props = {}, pod = {}, container = {}, env = {}, opts = {} } = change;
  const { without = [], add = [] } = change;
  const names = new Set(resources.map(({ name }) => name));
  const called = [props, pod, container, env, opts].flatMap(Object.keys);
  for (const name of [...called, ...without, ...add.flatMap(({ like }) => like ?? [])])
    if (!names.has(name)) throw new Error(`"${change.title}": there is no resource "${name}"`);
  const changedOnes = resources
    .filter(({ name }) => !without.includes(name))
    .map((resource) => {
      const { name } = resource;
      const patched = patch(resource, { props: props[name] ?? {}, opts: opts[name] ?? {} }) as Judged;
      return name in pod || name in container || name in env
        ? (patch(patched, inPods(pod[name], container[name], env[name], patched)) as Judged)
        : patched;
    });
  const added = add.map(({ like, ...resource }) => {
    const model = resources.find(({ name }) => name === like);
    return model === undefined ? resource : (patch(model, resource) as Judged);
  });
  return [...changedOnes, ...added];
}

/** A patch for the pods of a workload. */
function inPods(
  pod: unknown,
  container: unknown,
  env: Record<string, unknown> | undefined,
  workload: Judged,
): unknown {
  const variables = asList(field(containersOf(podOf({ props: {}, ...workload }))[0], "env")).filter(
    (it) => env !== undefined && !Object.hasOwn(env, String(field(it, "name"))),
  );
  const changed = Object.entries(env ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => (typeof value === "object" ? { name, valueFrom: value } : { name, value }));
  const first = { ...Object(container), ...(env && { env: [...variables, ...changed] }) };
  return { props: { spec: { template: { spec: { ...Object(pod), containers: { 0: first } } } } } };
}

/** A value with a patch (RFC 7396: objects are merged, null removes), in which an object changes a list by its places. */
function patch(value: unknown, change: unknown): unknown {
  if (typeof change !== "object" || change === null || Array.isArray(change)) return change;
  const isList = Array.isArray(value);
  const result: Record<string, unknown> =
    typeof value === "object" ? { ...(value as Record<string, unknown>) } : {};
  for (const [key, item] of Object.entries(change)) {
    if (item === null) delete result[key];
    else result[key] = patch(result[key], item);
  }
  return isList ? Object.values(result) : result;
}
