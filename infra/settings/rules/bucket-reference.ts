import type { SettingsProblem } from "../problem";
import type { Draft, Settings } from "../settings-type";

/** Roles of buckets that nobody writes by name: what is in them comes from output checkers and from the servers. */
const unwritable = /^(release|audit)(\/|$)/;

/** Refuses a bucket, `input/imaging`, that `storage.buckets` does not have. */
export function refuseUnknownBucket(
  storage: Draft<Settings>["storage"],
  bucket: string | undefined,
  path: string,
): SettingsProblem[] {
  const buckets = storage?.buckets;
  if (bucket === undefined || !buckets) return [];
  const known = buckets.map((it) => it?.role && [it.role, ...(it.name ? [it.name] : [])].join("/"));
  if (known.includes(undefined) || known.includes(bucket)) return [];
  const allowed = `a bucket of storage.buckets: ${known.join(", ")}`;
  return [{ path: `${path}.bucket`, found: `"${bucket}"`, allowed, example: known[0] ?? "input" }];
}

/** Refuses `write` in a bucket that keeps what was decided and done. */
export function refuseWrite(
  right: { bucket?: string; access?: "read" | "write" } | undefined,
  path: string,
): SettingsProblem[] {
  if (right?.access !== "write" || !unwritable.test(right.bucket ?? "")) return [];
  return [
    {
      path: `${path}.access`,
      found: `"write" in ${right.bucket}`,
      allowed: "read: releases come from output checkers, records from the servers",
      example: "read",
    },
  ];
}
