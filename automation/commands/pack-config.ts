import { Command } from "commander";

/** `spe pack-config`: what an engine that is run by hand needs to hold an environment to the pack. */
export function packConfigCommand(): Command {
  return new Command("pack-config")
    .description("print the pack's configuration of an environment, for pulumi up --policy-pack-config")
    .argument("<environment>", "name in infra/environments, for example trial, or path of a stack file")
    .addHelpText(
      "after",
      `
Example:
  spe pack-config trial > five-safes.json
  pulumi up --policy-pack policies --policy-pack-config five-safes.json`,
    )
    .action((environment: string) => {
      const { packConfig, placeOf, readEnvironment, readFiles } = load();
      const { facts } = readEnvironment(readFiles(placeOf(environment)));
      process.stdout.write(`${JSON.stringify(packConfig(facts), null, 2)}\n`);
    });
}

/** Loaded when it is needed: the other commands should not wait for the rules. */
const load = () => ({
  // not import(): tsx's CommonJS loader leaves that to Node, which knows no TypeScript path
  ...(require("../../policies/pack-config") as typeof import("../../policies/pack-config")),
  ...(require("../check/environment-files") as typeof import("../check/environment-files")),
  ...(require("../check/read-environment") as typeof import("../check/read-environment")),
});
