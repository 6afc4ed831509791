import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { parseSettings, type SecretKey, type Settings, secretKeys, sectionsOf } from "../infra/settings";

/** The project's folder: what settings name by a relative path lies in it. */
const root = join(__dirname, "..");

/** A stack as its configuration describes it. */
export interface EnvironmentStack {
  settings: Settings;
  /** @throws Error naming the secret that the stack lacks */
  secret(key: SecretKey): string;
  /** PEM of the authority that signed the servers' certificates; undefined where the machine's own do. */
  certificateAuthority: string | undefined;
}

/**
 * Reads an environment's settings and secrets with the `pulumi` of PATH.
 * @param name of the stack, for example `trial`
 * @param configFile the stack's file @default infra/environments/Pulumi.<name>.yaml
 * @throws Error with what `pulumi` said, SettingsError
 */
export async function readStack(name: string, configFile?: string): Promise<EnvironmentStack> {
  const config = await pulumiConfig(name, configFile);
  const values = Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value]));
  const settings = await settingsOf(sectionsOf(values));
  const { caFile } = settings.site;
  return {
    settings,
    secret(key) {
      const value = values[key];
      if (value === undefined)
        throw new Error(`the stack "${name}" lacks its ${secretKeys[key]} secret ${key}`);
      return value;
    },
    certificateAuthority: caFile === undefined ? undefined : readAuthority(caFile),
  };
}

async function settingsOf(sections: Record<string, unknown>): Promise<Settings> {
  const settings = parseSettings(sections);
  const { serversStack } = settings.site;
  if (serversStack === undefined) return settings;
  const args = ["stack", "output", "servers", "--json", "--non-interactive", "--stack", serversStack];
  return parseSettings(sections, JSON.parse(await pulumi(serversStack, args)));
}

function readAuthority(caFile: string): string {
  try {
    return readFileSync(resolve(root, caFile), "utf8");
  } catch (error) {
    throw new Error(`site.caFile "${caFile}" cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

async function pulumiConfig(name: string, configFile?: string): Promise<Record<string, { value: string }>> {
  // without its file, a stack looks like one that nothing was written for
  if (configFile !== undefined && !existsSync(configFile))
    throw new Error(`the stack's file "${configFile}" does not exist`);
  const file = configFile === undefined ? [] : ["--config-file", resolve(configFile)];
  const args = ["config", "--json", "--show-secrets", "--non-interactive", "--stack", name, ...file];
  return JSON.parse(await pulumi(name, args));
}

/** What `pulumi` says of a stack. */
async function pulumi(name: string, args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)("pulumi", args, { cwd: root })).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") {
      throw new Error('"pulumi" is not on PATH; for the sandbox, read its environment first: . .spe/env');
    }
    // standard output holds the secrets and is never shown
    throw new Error(`the stack "${name}" cannot be read: ${stderr?.trim() ?? "pulumi failed"}`);
  }
}
