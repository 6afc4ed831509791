import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { namesSecret } from "../kit/secret";

/** A command that fails, or that traces itself, prints its environment into logs that many can read. */
export const commandSecretsUnlogged: ResourceRule = {
  name: "safe-settings-command-secrets-unlogged",
  description: "What a command prints is not logged where its environment holds secrets.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-51", satre: ["2.8.05"] }),
  remediationSteps: `Set logging to "none", or give the secret in a file.`,
  validateResource: ofTypes(
    { "command:local:Command": "local", "command:remote:Command": "remote" },
    (_kind, { name, props }, report) => {
      // the names say enough: values may be unknown
      const secrets = Object.keys(Object(field(props, "environment"))).filter(namesSecret);
      if (secrets.length > 0 && props.logging !== "none")
        report(`command "${name}" logs what it prints and has ${secrets.join(", ")}; set logging to "none"`);
    },
  ),
};
