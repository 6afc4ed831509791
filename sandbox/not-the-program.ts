import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Keeps a folder out of what Pulumi looks through for the plugins of a program. Its Node host reads every `package.json` in a
 * `node_modules` under the project, whoever put it there, and asks for the plugin that it names: a machine of the sandbox's
 * cloud has its files there. It leaves out what it takes for a policy pack, by the name of this file
 * (`getPackagesFromDir` in pulumi-language-nodejs).
 */
export function keepOutOfTheProgram(folder: string): Promise<void> {
  return writeFile(
    join(folder, "PulumiPolicy.yaml"),
    "# No policy pack: by this file Pulumi leaves the sandbox's folder out of the program.\n",
  );
}
