import type { PolicyResource } from "@pulumi/policy";
import { field } from "./field";
import { kindOf } from "./kubernetes";
import type { Setting } from "./setting";
import { ifKnown } from "./unknown";

/** The entries of a ConfigMap, or of a Secret as they are before they are encoded. */
export function entriesOf({ type, props }: Pick<PolicyResource, "type" | "props">): Setting[] {
  return ["data", "stringData"].flatMap((key) => {
    const entries = ifKnown(() => field(props, key) ?? {});
    const isSecret = kindOf(type) === "Secret";
    if (entries === undefined) {
      // one unknown value makes all of a Secret unknown to the SDK; the update itself judges it, when it is known
      return isSecret ? [] : [{ name: "", read: () => props[key] }];
    }
    const isEncoded = key === "data" && isSecret;
    return Object.keys(entries).map((name) => ({
      name,
      read: () => (isEncoded ? decoded(field(entries, name)) : field(entries, name)),
    }));
  });
}

const decoded = (value: unknown): unknown =>
  typeof value === "string" ? Buffer.from(value, "base64").toString() : value;
