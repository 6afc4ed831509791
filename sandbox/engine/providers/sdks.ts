/**
 * What the provider plugins must answer to: the version, resource types and functions of each SDK in node_modules.
 * `npx tsx sandbox/engine/providers/sdks.ts` writes sdks.txt, which main.go embeds; run it after a change of an SDK's version.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PluginName, packageDirectory, pluginVersion } from "../versions";

/** The SDKs whose plugins the Go program beside this file serves. */
const servedSdks: PluginName[] = ["command", "keycloak", "minio", "openstack"];

/** The text of sdks.txt: a line `<sdk> <version>` for each SDK, then its sorted tokens, one a line. */
export function sdkList(): string {
  return servedSdks
    .flatMap((sdk) => [`${sdk} ${pluginVersion(sdk).replace(/^v/, "")}`, ...tokensOf(packageDirectory(sdk))])
    .map((line) => `${line}\n`)
    .join("");
}

function tokensOf(folder: string): string[] {
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".js"),
  );
  const tokens = sources.flatMap((file) =>
    Array.from(readFileSync(join(folder, file), "utf8").matchAll(TOKEN), ([, token = ""]) => token),
  );
  return [...new Set(tokens)].sort();
}

/** How generated SDKs name a resource's type and call a function. */
const TOKEN = /(?:__pulumiType = |runtime\.(?:invoke|call)\()["']([\w/]+:[\w/]+:\w+)["']/g;

if (require.main === module) writeFileSync(join(__dirname, "sdks.txt"), sdkList());
