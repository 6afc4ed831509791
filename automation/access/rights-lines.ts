/** Rights as people read them: what is the same in several places of a bucket is said once. */
import type { RequestName, Right } from "./rights";

/** Requests that are decided alike in the same places of a bucket. */
export interface RightsLine {
  bucket: string;
  /** The places, or `everywhere`; `any prefix`, which is not the root; `elsewhere`, where nothing allows it. */
  where: string;
  requests: RequestName[];
  /** Every right that the line stands for. */
  rights: [Right, ...Right[]];
}

/**
 * Puts rights in lines.
 * @param shown the rights that the lines are about
 * @param all every right or lack of one in the same buckets, which tells what `everywhere` is
 * @param decided what rights on one line must have in common
 */
export function rightsLines(
  shown: readonly Right[],
  all: readonly Right[],
  decided: (right: Right) => string = () => "",
): RightsLine[] {
  const places = (right: Right): string => {
    const alike = all.filter((it) => it.bucket === right.bucket && it.request === right.request);
    const where = shown.filter((it) => alike.includes(it) && decided(it) === decided(right));
    if (where.length === alike.length) return "everywhere";
    if (!right.allowed && where.length === alike.filter(({ allowed }) => !allowed).length) return "elsewhere";
    const isEveryPrefix = alike.every((it) => where.includes(it) !== (it.place === "root"));
    return isEveryPrefix ? "any prefix" : where.map(({ place }) => place).join(", ");
  };
  const lines = new Map<string, RightsLine>();
  for (const right of shown) {
    const where = places(right);
    const key = JSON.stringify([right.bucket, where, decided(right)]);
    const line = lines.get(key);
    if (line === undefined) {
      lines.set(key, { bucket: right.bucket, where, requests: [right.request], rights: [right] });
      continue;
    }
    if (!line.requests.includes(right.request)) line.requests.push(right.request);
    line.rights.push(right);
  }
  return [...lines.values()];
}
