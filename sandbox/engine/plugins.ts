import { existsSync, lstatSync } from "node:fs";
import { mkdir, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type Artefact, isProvided, provide } from "./artefact";
import { builtPlugin, pluginProgram } from "./built-plugins";
import { cacheDirectory } from "./cache";
import { type Cli, isOfficialReachable } from "./cli";
import { progress } from "./progress";
import { runStep } from "./step";
import { type PluginName, pluginVersion } from "./versions";

/** Where plugins come from, apart from the CLI that installs the official ones. */
export interface PluginSources {
  isOfficialReachable(): Promise<boolean>;
  /** Installs official plugins into $PULUMI_HOME. @throws StepFailed */
  installOfficial(cli: Cli, home: string, names: PluginName[]): Promise<void>;
  /** The program that serves a plugin; several plugins may have the same. */
  built(name: PluginName): Artefact;
}

/**
 * Makes sure that $PULUMI_HOME has the plugins: official ones stay; what was built before is linked; else official
 * ones are fetched where the CLI itself is official and the network allows it; else they are built.
 * @returns whether any of them was built here rather than released by Pulumi
 */
export async function ensurePlugins(
  cli: Cli,
  home: string,
  names: PluginName[],
  sources: PluginSources = defaultSources(),
): Promise<boolean> {
  const unbuilt: PluginName[] = [];
  for (const name of names.filter((candidate) => !isOfficialPlugin(home, candidate))) {
    if (!(await isProvided(sources.built(name)))) unbuilt.push(name);
  }
  if (unbuilt.length > 0 && cli.origin !== "built" && (await sources.isOfficialReachable())) {
    try {
      await sources.installOfficial(cli, home, unbuilt);
    } catch (error) {
      progress.say(`${(error as Error).message}\nbuilding the provider plugins from Go modules instead`);
    }
  }
  const toLink = names.filter((name) => !isOfficialPlugin(home, name));
  for (const name of toLink) {
    await link(join(await provide(sources.built(name)), pluginProgram), pluginFile(home, name));
  }
  return toLink.length > 0;
}

/** Where the engine looks for a plugin; the version must be the very one. */
export function pluginFile(home: string, name: PluginName): string {
  return join(home, "plugins", `resource-${name}-v${pluginVersion(name)}`, `pulumi-resource-${name}`);
}

/** Ours are links into the cache. */
function isOfficialPlugin(home: string, name: PluginName): boolean {
  const file = pluginFile(home, name);
  return existsSync(file) && !lstatSync(file).isSymbolicLink();
}

const defaultSources = (): PluginSources => ({
  isOfficialReachable,
  installOfficial: installOfficialPlugins,
  built: builtPlugin,
});

async function installOfficialPlugins(cli: Cli, home: string, names: PluginName[]): Promise<void> {
  const step = {
    title: `provider plugins ${names.join(", ")}, official releases`,
    usualSeconds: 30,
    logFile: join(cacheDirectory(), "official-plugins.log"),
  };
  await runStep(step, async ({ run }) => {
    for (const name of names) {
      await run(join(cli.directory, "pulumi"), ["plugin", "install", "resource", name, pluginVersion(name)], {
        env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
      });
    }
  });
}

/** Replaces a link at once, so that an engine that starts just now finds the old or the new program. */
async function link(target: string, file: string): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  await symlink(target, temporary);
  await rename(temporary, file);
}
