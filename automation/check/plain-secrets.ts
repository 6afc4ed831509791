import type { Finding } from "../../policies/judge";
import { isSecret } from "./plain-properties";
import type { ResourceState } from "./state";
import type { KnownRule } from "./verdict";

/** What `spe check --state` asks beside the pack's rules, which see no difference between a secret and its plain text. */
export const stateEncrypted: KnownRule = {
  name: "safe-settings-state-encrypted",
  description: "Secrets are encrypted in the stack's state.",
  severity: "critical",
  framework: { name: "safe-settings", version: "1", reference: "S-49", specification: "SATRE 2.8.05" },
  remediationSteps:
    "Mark the value with pulumi.secret, or name it in additionalSecretOutputs; then change the secret, which was in the open.",
};

/** Names whose values are secrets; names that only say something about one (`passwordPolicy`, `tokenUrl`) are none. */
const secretName =
  /(?:secret|passw(?:or)?d|passphrase|credentials?|token|(?:private|access|api|secret|signing)[-_]?key)$/i;
const privateKey = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/;

/** Where a resource's state holds a secret in plain text; the secret itself is never part of it. */
export function plainSecrets({ urn, type, inputs = {}, outputs = {} }: ResourceState): Finding[] {
  const isKubernetesSecret = type === "kubernetes:core/v1:Secret";
  const paths = new Set<string>();
  const look = (value: unknown, path: string, isNamed: boolean): void => {
    if (typeof value === "string" && ((isNamed && isText(value)) || privateKey.test(value))) paths.add(path);
    if (typeof value !== "object" || value === null || isSecret(value)) return;
    for (const [key, item] of Object.entries(value)) {
      const ofSecret = isKubernetesSecret && /^(?:inputs|outputs)\.(?:data|stringData)$/.test(path);
      look(item, `${path}.${key}`, ofSecret || (Array.isArray(value) ? isNamed : secretName.test(key)));
    }
  };
  look(inputs, "inputs", false);
  look(outputs, "outputs", false);
  return [...paths].map((path) => ({
    rule: stateEncrypted.name,
    urn,
    message: `${type.split(":").at(-1)} "${urn.split("::").at(-1)}" has ${path} in plain text in the state; mark it as secret, and change it`,
    unknown: false,
  }));
}

/** Whether a text may be a secret: not empty, and no switch. */
const isText = (value: string): boolean => !/^(?:|true|false)$/i.test(value);
