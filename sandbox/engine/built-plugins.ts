import { execFile } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Artefact } from "./artefact";
import { projectRoot } from "./cache";
import { type GoProgram, goBuild, goProgram } from "./go-program";
import { provideGo } from "./go-toolchain";
import { type PluginName, pluginVersion } from "./versions";

/** File name of the program in the artefact of every plugin. */
export const pluginProgram = "pulumi-resource";

/** The artefact that serves a plugin; all but kubernetes have the same. */
export function builtPlugin(name: PluginName): Artefact {
  return name === "kubernetes" ? kubernetesPlugin() : bridgedPlugins();
}

/** The program in sandbox/engine/providers: it serves the provider whose name it is started under. */
function bridgedPlugins(): Artefact {
  return goProgram({
    name: "providers",
    title: "provider plugins, from Go modules",
    usualSeconds: 110,
    module: join(projectRoot, "sandbox", "engine", "providers"),
    package: ".",
    output: pluginProgram,
  });
}

/** Apart from the others, since it takes minutes and 4 GB of memory to build. */
function kubernetesPlugin(): Artefact {
  const version = pluginVersion("kubernetes");
  const program: GoProgram = {
    name: "provider-kubernetes",
    title: `provider plugin kubernetes ${version}, from Go modules`,
    usualSeconds: 450,
    module: join(projectRoot, "sandbox", "engine", "kubernetes-provider"),
    package: ".",
    output: pluginProgram,
    stamps: { "main.version": version },
  };
  return {
    ...goProgram(program),
    async build(into, context) {
      await goBuild(program, into, context);
      const module = await moduleFolder(program.module, "github.com/pulumi/pulumi-kubernetes/provider/v4");
      await copyFile(join(module, "cmd/pulumi-resource-kubernetes/schema.json"), join(into, "schema.json"));
    },
  };
}

/** Where Go keeps a module that another requires. */
async function moduleFolder(of: string, module: string): Promise<string> {
  const args = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", module];
  const env = { ...process.env, GOFLAGS: "", GOTOOLCHAIN: "local", GOWORK: "off" };
  const { stdout } = await promisify(execFile)(await provideGo(), args, { cwd: of, env });
  return stdout.trim();
}
