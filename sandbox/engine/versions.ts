import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./cache";

/** The provider plugins that set-up can make; each has an npm package of the same name. */
export type PluginName = "command" | "keycloak" | "kubernetes" | "minio" | "openstack";

/** Version of the Pulumi SDK, and so of the CLI: `3.259.0`. */
export function pulumiVersion(): string {
  return readManifest("pulumi").version;
}

/** Version of the plugin that a provider's SDK asks the engine for; the engine takes no other. */
export function pluginVersion(name: PluginName): string {
  const { version, pulumi } = readManifest(name);
  return (pulumi?.version ?? version).replace(/^v/, ""); // openstack's SDK calls itself v3.15.2
}

/** Folder of an installed npm package of Pulumi's. */
export function packageDirectory(name: string): string {
  return join(projectRoot, "node_modules", "@pulumi", name);
}

function readManifest(name: string): { version: string; pulumi?: { version?: string } } {
  return JSON.parse(readFileSync(join(packageDirectory(name), "package.json"), "utf8"));
}
