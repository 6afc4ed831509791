/** The process of the sandbox's stand-in for KKP; its argument is the sandbox's folder. */
import { readFileSync } from "node:fs";
import { sandboxFolder } from "../folder";
import { kkpFolder } from "./folder";
import { SandboxClusters } from "./sandbox-clusters";
import type { KkpSettings } from "./settings";
import { KkpStandIn } from "./stand-in";

async function main(stateDir: string | undefined): Promise<void> {
  if (stateDir === undefined) throw new Error("the sandbox's folder is missing");
  const sandbox = sandboxFolder(stateDir);
  const settings = JSON.parse(readFileSync(kkpFolder(sandbox).settings, "utf8")) as KkpSettings;
  await new KkpStandIn(settings, new SandboxClusters(sandbox)).start();
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
