/** What `pulumi up` runs: the stack's configuration becomes settings, the settings an environment. */
import * as pulumi from "@pulumi/pulumi";
import { buildEnvironment } from "./environment";
import { parseSettings, requiredSecrets, type Settings, SettingsError, sectionsOf } from "./settings";

const config = new pulumi.Config();
const settings = readSettings();

const secretOf = (key: string) => config.getSecret(key.replace("spe:", ""));
const missing = requiredSecrets(settings).filter(({ key }) => secretOf(key) === undefined);
if (missing.length > 0) {
  const lines = missing.map(({ key, why }) => `  ${key}: ${why}; pulumi config set --secret ${key}`);
  throw new pulumi.RunError(["secrets of the stack are missing:", ...lines].join("\n"));
}

module.exports = buildEnvironment(settings, (key) => config.requireSecret(key.replace("spe:", "")));

function readSettings(): Settings {
  try {
    return parseSettings(sectionsOf(pulumi.runtime.allConfig()));
  } catch (error) {
    // a run error is shown without the trace that says nothing to whoever wrote the file
    throw error instanceof SettingsError ? new pulumi.RunError(error.message) : error;
  }
}
