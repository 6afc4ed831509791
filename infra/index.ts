/** What `pulumi up` runs: the stack's configuration becomes settings, the settings an environment. */
import * as pulumi from "@pulumi/pulumi";
import { buildEnvironment, type Environment } from "./environment";
import { serverProblems } from "./preflight";
import { readCertificateAuthority } from "./providers";
import { askServersStack } from "./servers-stack";
import { parseSettings, requiredSecrets, type Settings, SettingsError, sectionsOf } from "./settings";

module.exports = async (): Promise<Environment> => {
  const config = pulumi.runtime.allConfig();
  const settings = await readSettings(config);
  refuse(
    "secrets of the stack are missing",
    requiredSecrets(settings)
      .filter(({ key }) => !config[key])
      .map(({ key, why }) => `${key}: ${why}; pulumi config set --secret ${key}`),
  );
  const certificateAuthority = readCertificateAuthority(settings.site);
  refuse(
    "the servers are not ready for this environment",
    await serverProblems(settings, (key) => config[key] ?? "", certificateAuthority),
  );
  return buildEnvironment(settings, (key) => pulumi.secret(config[key] ?? ""));
};

async function readSettings(config: Record<string, string>): Promise<Settings> {
  const sections = sectionsOf(config);
  try {
    const settings = parseSettings(sections);
    const { serversStack } = settings.site;
    return serversStack === undefined
      ? settings
      : parseSettings(sections, await askServersStack(serversStack));
  } catch (error) {
    // a run error is shown without the trace that says nothing to whoever wrote the file
    throw error instanceof SettingsError ? new pulumi.RunError(error.message) : error;
  }
}

/** @throws pulumi.RunError with all problems at once, where there are any */
function refuse(title: string, problems: string[]): void {
  if (problems.length > 0)
    throw new pulumi.RunError([`${title}:`, ...problems.map((it) => `  ${it}`)].join("\n"));
}
