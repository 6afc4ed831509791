/** Stacks that differ from what stands in one thing: what a rule must refuse in some of them, or it has nothing to say. */
import type { Judged } from "../../policies/judge";

/** Where a property stands: in a resource's properties (`["spec", "type"]`), or inside of a text that is JSON. */
type Path = readonly string[];

/** What a rule reads of a stack: for each type of resource the properties, also those that no resource has. */
export type Reads = Map<string, Map<string, Path>>;

/** What a property becomes; `undefined` removes it. The last ones open everything in MinIO and in Kubernetes. */
const values: readonly unknown[] = [
  undefined,
  "x",
  true,
  false,
  "*",
  [],
  "",
  "0.0.0.0/0",
  "readwrite",
  "cluster-admin",
  "system:unauthenticated",
  switched,
];

/** A text such as a file of settings, with everything in it off that is on, and on that is off. */
function switched(text: unknown): unknown {
  if (typeof text !== "string") return text;
  return text.replace(/\b(?:true|false)\b/g, (word) => (word === "true" ? "false" : "true"));
}

/** The same resources; what is read of their properties is noted in `reads`. */
export function noting(resources: readonly Judged[], reads: Reads): Judged[] {
  return resources.map((resource) => {
    const { type, props = {} } = resource;
    const note = (path: Path): void => {
      const paths = reads.get(type) ?? new Map<string, Path>();
      reads.set(type, paths.set(path.join("\0"), path));
    };
    return { ...resource, props: noted(props, [], note) };
  });
}

function noted<T extends object>(value: T, path: Path, note: (path: Path) => void): T {
  return new Proxy(value, {
    get(target, key, receiver) {
      // what the pack itself looks at, as it asks the SDK's own proxies
      if (key === "__getSpecialProxyTarget") return target;
      const found: unknown = Reflect.get(target, key, receiver);
      if (typeof key !== "string" || typeof found === "function") return found;
      if (Array.isArray(target) && key === "length") return found;
      const here = [...path, key];
      note(here);
      for (const inside of pathsIn(documentIn(found), here)) note(inside);
      return typeof found === "object" && found !== null ? noted(found, here, note) : found;
    },
  });
}

const pathsIn = (value: unknown, path: Path): Path[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, item]) => [[...path, key], ...pathsIn(item, [...path, key])]);

/** What a text of JSON says, such as a policy's; undefined for anything else. */
function documentIn(text: unknown): unknown {
  if (typeof text !== "string" || !/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Each stack that differs in one thing: resources are missing, of another type, less protected, or have another property. */
export function* variants(resources: readonly Judged[], reads: Reads): Generator<Judged[]> {
  const ranks = ranksOf(resources);
  yield [];
  yield resources.map((it) => ({ ...it, type: "unreviewed:index:Type" }));
  yield resources.map((it) => ({ ...it, opts: { ...it.opts, protect: false } }));
  yield resources.map((it) => ({ ...it, opts: { ...it.opts, ignoreChanges: ["*"] } }));
  for (const type of reads.keys()) yield resources.filter((it) => it.type !== type);
  // one of each type at a time: what stands in several needs a counterpart of its own
  for (let rank = 0; ranks.includes(rank); rank++)
    yield resources.filter(({ type }, index) => ranks[index] !== rank || !reads.has(type));
  for (const [type, paths] of reads)
    for (const path of paths.values())
      for (const value of values) {
        const variant = resources.map((it) =>
          it.type === type ? { ...it, props: changed(it.props ?? {}, path, value) } : it,
        );
        yield variant as Judged[];
      }
}

/** The how-manieth of its type each resource is, from 0. */
function ranksOf(resources: readonly Judged[]): number[] {
  const counts = new Map<string, number>();
  return resources.map(({ type }) => {
    const rank = counts.get(type) ?? 0;
    counts.set(type, rank + 1);
    return rank;
  });
}

/** The same with another value at a place; where the place does not exist, what it should be in is left as it is. */
function changed(owner: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value === switched ? switched(owner) : value;
  const document = documentIn(owner);
  if (document !== undefined) return JSON.stringify(changed(document, [key, ...rest], value));
  if (typeof owner !== "object" || owner === null) return owner;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(owner) ? [...owner] : { ...owner };
  const item = changed(Reflect.get(copy, key), rest, value);
  if (item !== undefined) Reflect.set(copy, key, item);
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else Reflect.deleteProperty(copy, key);
  return copy;
}
