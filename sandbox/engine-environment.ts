import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  childEnvironment,
  type Engine,
  projectRoot,
  type ShellEnvironment,
  writeShellEnvironment,
} from "./engine";
import { sandboxFolder } from "./folder";

/** Variables with which `pulumi` runs for a sandbox. */
export type EngineVariables = Record<string, string>;

/** What `. .spe/env` gives a shell, so that `pulumi` can be run by hand for this clone's sandbox. */
export const shellEnvironmentFile = join(projectRoot, ".spe", "env");

/** The engine's variables with the sandbox's own backend and passphrase. */
export function engineEnvironment({ environment }: Engine, stateDir: string): EngineVariables {
  return { ...inherited(), ...childEnvironment(ofSandbox(environment, stateDir)) };
}

/** Writes `.spe/env`. */
export function writeEngineEnvironment({ environment }: Engine, stateDir: string): Promise<void> {
  return writeShellEnvironment(shellEnvironmentFile, ofSandbox(environment, stateDir));
}

function ofSandbox({ path, variables }: ShellEnvironment, stateDir: string): ShellEnvironment {
  const { pulumi, secrets } = sandboxFolder(stateDir);
  return {
    path,
    variables: {
      ...variables,
      PULUMI_BACKEND_URL: pathToFileURL(pulumi.state).href,
      PULUMI_CONFIG_PASSPHRASE_FILE: secrets.passphrase,
      NODE_COMPILE_CACHE: join(projectRoot, ".spe", "compile-cache"),
    },
  };
}

/** Providers read variables of their own where an argument is missing; none of the caller's may decide anything. */
function inherited(): EngineVariables {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(PULUMI|KEYCLOAK|MINIO|OS)_/.test(entry[0]),
  );
  return Object.fromEntries(kept);
}
