import type { PolicyResource } from "@pulumi/policy";
import { field } from "./field";
import { kindOf } from "./kubernetes";
import type { Setting } from "./setting";
import { ifKnown } from "./unknown";

/** The entries of a ConfigMap, or of a Secret as they are before they are encoded. */
export function entriesOf({ type, props }: Pick<PolicyResource, "type" | "props">): Setting[] {
  return ["data", "stringData"].flatMap((key) => {
    const entries = ifKnown(() => field(props, key) ?? {});
    if (entries === undefined) return [{ name: "", read: () => props[key] }];
    const isEncoded = key === "data" && kindOf(type) === "Secret";
    return Object.keys(entries).map((name) => ({
      name,
      read: () => (isEncoded ? decoded(field(entries, name)) : field(entries, name)),
    }));
  });
}

const decoded = (value: unknown): unknown =>
  typeof value === "string" ? Buffer.from(value, "base64").toString() : value;
