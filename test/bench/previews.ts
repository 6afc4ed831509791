/** What a preview takes that finds no difference. */
import { execFileSync } from "node:child_process";
import { projectRoot } from "../../sandbox/engine";
import type { EngineVariables } from "../../sandbox/engine-environment";
import type { Standing } from "../../sandbox/standing";
import { type Figure, measure } from "./measure";

/** Without the pack, and with it in each of the two ways that the engine takes one. @param what as the table calls it */
export async function previewFigures(
  what: string,
  { name, configFile, packConfigFile }: Standing["stack"],
  engine: EngineVariables,
): Promise<Figure[]> {
  const preview = (...pack: string[]): void => {
    const args = ["preview", "--stack", name, "--config-file", configFile, "--expect-no-changes", ...pack];
    execFileSync("pulumi", args, { cwd: projectRoot, env: engine, stdio: "ignore" });
  };
  const withPack = (pack: string) => preview("--policy-pack", pack, "--policy-pack-config", packConfigFile);
  withPack("policies/five-safes"); // fills the compile cache
  return [
    await measure(`${what}, no pack`, 5, () => preview()),
    await measure(`${what}, the pack as an executable`, 5, () => withPack("policies/five-safes")),
    await measure(`${what}, the pack as a folder`, 3, () => withPack("policies")),
  ];
}
