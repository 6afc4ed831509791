import { execFile } from "node:child_process";
import { chmod, copyFile } from "node:fs/promises";
import { basename, delimiter, join } from "node:path";
import { promisify } from "node:util";
import { type Artefact, isProvided, provide } from "./artefact";
import { cacheDirectory, projectRoot } from "./cache";
import { type GoProgram, goBuild, goInputs } from "./go-program";
import { progress } from "./progress";
import { packageDirectory, pulumiVersion } from "./versions";

/** Where the Pulumi CLI comes from: the machine, Pulumi's installer, or a build from Go modules. */
export type CliOrigin = "machine" | "official" | "built";

/** A Pulumi CLI with its language host for Node. */
export interface Cli {
  origin: CliOrigin;
  /** Folder of the program `pulumi`. */
  directory: string;
}

/** What the machine and the network offer. */
export interface CliSources {
  /** The first `pulumi` on PATH; undefined where there is none. */
  onPath(): Promise<{ directory: string; version: string } | undefined>;
  /** Whether Pulumi's own downloads can be reached. */
  isOfficialReachable(): Promise<boolean>;
  official: Artefact;
  built: Artefact;
}

/**
 * Gives a Pulumi CLI of the SDK's version: the machine's, one that was installed or built before, the official one,
 * or one built from Go modules, in this order. Only the last two need a network, and only the first time.
 */
export async function provideCli(sources: CliSources = defaultSources()): Promise<Cli> {
  const found = await sources.onPath();
  if (found && suits(found.version, pulumiVersion()))
    return { origin: "machine", directory: found.directory };
  const { official, built } = sources;
  if (await isProvided(official)) return { origin: "official", directory: await officialDirectory(official) };
  if (await isProvided(built)) return { origin: "built", directory: await provide(built) };
  if (await sources.isOfficialReachable()) {
    try {
      return { origin: "official", directory: await officialDirectory(official) };
    } catch (error) {
      progress.say(`${(error as Error).message}\nbuilding the Pulumi CLI from its Go modules instead`);
    }
  }
  return { origin: "built", directory: await provide(built) };
}

/** Whether a CLI works with an SDK: same major version, and not older. */
export function suits(cli: string, sdk: string): boolean {
  const [major = 0, minor = 0, patch = 0] = parseVersion(cli);
  const [sdkMajor = 0, sdkMinor = 0, sdkPatch = 0] = parseVersion(sdk);
  return major === sdkMajor && (minor > sdkMinor || (minor === sdkMinor && patch >= sdkPatch));
}

function parseVersion(version: string): number[] {
  return (/^v?(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
}

const defaultSources = (): CliSources => ({
  onPath: findOnPath,
  isOfficialReachable,
  official: officialCli(),
  built: builtCli(),
});

/** Looks through PATH, but not at what set-up itself put there (a person may have read `.spe/env`). */
async function findOnPath(): Promise<{ directory: string; version: string } | undefined> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const directory of folders.filter((folder) => folder !== "" && !folder.startsWith(cacheDirectory()))) {
    try {
      const { stdout } = await promisify(execFile)(join(directory, "pulumi"), ["version"], {
        env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      });
      return { directory, version: stdout.trim() };
    } catch {
      // no pulumi here, or one that does not run
    }
  }
  return undefined;
}

/** Asks once and briefly: without a network the build must not wait for an installer's patience. */
export async function isOfficialReachable(): Promise<boolean> {
  try {
    const response = await fetch("https://get.pulumi.com/install.sh", {
      method: "HEAD",
      signal: AbortSignal.timeout(5_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/** The official release, by the installer that the SDK brings. */
export function officialCli(): Artefact {
  const version = pulumiVersion();
  return {
    name: "pulumi-official",
    title: `Pulumi CLI ${version}, official release`,
    usualSeconds: 20,
    inputs: { values: { version } },
    async build(into, { log }) {
      // biome-ignore lint/style/noRestrictedImports: the installer is the SDK's; no program is run with it
      const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js"); // costs a second: only where it is needed
      const { command } = await PulumiCommand.install({ root: into });
      log(`installed ${basename(command)} ${version}`);
    },
  };
}

async function officialDirectory(official: Artefact): Promise<string> {
  return join(await provide(official), "bin");
}

/** CLI, language host and the script that serves dynamic providers: the engine looks for them beside each other. */
export function builtCli(): Artefact {
  const version = pulumiVersion();
  const script = join(packageDirectory("pulumi"), "pulumi-resource-pulumi-nodejs");
  const programs = [cliProgram(version), languageHostProgram()];
  const inputs = programs.map(goInputs);
  return {
    name: "pulumi",
    title: `Pulumi CLI ${version} with its language host, from Go modules`,
    usualSeconds: programs.reduce((sum, { usualSeconds }) => sum + usualSeconds, 0),
    needs: ["go"],
    inputs: {
      files: [script, ...inputs.flatMap(({ files }) => files)],
      values: Object.assign({}, ...inputs.map(({ values }) => values)),
    },
    async build(into, context) {
      for (const program of programs) await goBuild(program, into, context);
      await copyFile(script, join(into, basename(script)));
      await chmod(join(into, basename(script)), 0o755);
    },
  };
}

/** The variable that the linker sets in everything of Pulumi's. */
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** The tags of Pulumi's own releases. */
const TAGS = ["osusergo", "grpcnotrace"];

function cliProgram(version: string): GoProgram {
  return {
    name: "pulumi-cli",
    title: `Pulumi CLI ${version}`,
    usualSeconds: 160,
    module: join(projectRoot, "sandbox", "engine", "pulumi"),
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    output: "pulumi",
    tags: TAGS,
    stamps: { [VERSION_VARIABLE]: `v${version}` },
  };
}

/** The newest language host that the Go proxies serve; it works with newer CLIs and SDKs. */
const LANGUAGE_HOST_VERSION = "3.187.0";

export function languageHostProgram(): GoProgram {
  return {
    name: "pulumi-language-host",
    title: `Pulumi language host ${LANGUAGE_HOST_VERSION}`,
    usualSeconds: 30,
    module: join(projectRoot, "sandbox", "engine", "host"),
    package: "github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3",
    output: "pulumi-language-nodejs",
    tags: TAGS,
    stamps: { [VERSION_VARIABLE]: `v${LANGUAGE_HOST_VERSION}` },
  };
}
