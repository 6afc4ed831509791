import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheDirectory, projectRoot } from "./cache";
import { type CliOrigin, provideCli } from "./cli";
import { ensurePlugins } from "./plugins";
import type { ShellEnvironment } from "./shell-environment";
import type { PluginName } from "./versions";

export { type Artefact, isProvided, needsOf, provide } from "./artefact";
export { cacheDirectory, projectRoot } from "./cache";
export { formatDuration } from "./duration";
export { type GoProgram, goProgram } from "./go-program";
export { ensurePrerequisites, javaProgram, type PrerequisiteName } from "./prerequisites";
export { progress } from "./progress";
export { childEnvironment, type ShellEnvironment, writeShellEnvironment } from "./shell-environment";
export { runStep, type StepContext, StepFailed } from "./step";
export { setUpSummary } from "./summary";
export type { PluginName } from "./versions";

/** A Pulumi CLI that is ready to run this project. */
export interface Engine {
  /** Where the CLI comes from. */
  origin: CliOrigin;
  /** The program `pulumi`, absolute. */
  pulumi: string;
  /** $PULUMI_HOME: the project's own, never the user's. */
  home: string;
  /** What a process needs to run it; backend and passphrase are the caller's. */
  environment: ShellEnvironment;
}

/**
 * Makes sure that the engine and the plugins stand, and says how to run them. With everything in the cache it takes
 * milliseconds and no network.
 * @param plugins the providers that the environment uses; nothing else is fetched or built
 * @param home $PULUMI_HOME. @default `.spe/pulumi` in the project
 * @throws StepFailed, or Error naming what the machine lacks
 */
export async function ensureEngine(
  plugins: PluginName[],
  home = join(projectRoot, ".spe", "pulumi"),
): Promise<Engine> {
  await mkdir(home, { recursive: true });
  const cli = await provideCli();
  const isBuilt = (await ensurePlugins(cli, home, plugins)) || cli.origin === "built";
  return {
    origin: cli.origin,
    pulumi: join(cli.directory, "pulumi"),
    home,
    environment: {
      path: [cli.directory, ...fetchedNode()],
      variables: {
        PULUMI_HOME: home,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // The engine would look on the Internet for what was built because the Internet could not be reached.
        ...(isBuilt ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : {}),
      },
    },
  };
}

/** The folder of the Node that bootstrap.js fetched because the machine's is too old for Pulumi's SDK. */
function fetchedNode(): string[] {
  return process.execPath.startsWith(cacheDirectory()) ? [dirname(process.execPath)] : [];
}
