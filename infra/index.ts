/** What `pulumi up` runs: the stack's configuration becomes settings, the settings an environment. */
import * as pulumi from "@pulumi/pulumi";
import { buildEnvironment } from "./environment";
import { parseSettings, requiredSecrets } from "./settings";

const config = new pulumi.Config();
const settings = parseSettings(
  Object.fromEntries(
    ["project", "site", "identity", "storage", "people"].map((section) => [
      section,
      config.getObject(section),
    ]),
  ),
);

const missing = requiredSecrets(settings).filter(
  ({ key }) => config.getSecret(key.replace("spe:", "")) === undefined,
);
if (missing.length > 0)
  throw new pulumi.RunError(
    `secrets of the stack are missing:\n${missing
      .map(({ key, why }) => `  ${key}: ${why}; give it with: pulumi config set --secret ${key}`)
      .join("\n")}`,
  );

module.exports = buildEnvironment(settings, (key) => config.requireSecret(key.replace("spe:", "")));
