/** `spe`: what is done with an environment beside deploying it. */
import { Command } from "commander";
import { SettingsError } from "../infra/settings";
import { revocationText } from "./revocation-text";
import { revoke, unlock } from "./revoke";
import { readStack } from "./stack";

interface Options {
  configFile?: string;
}

const program = new Command("spe")
  .description("Secure Processing Environments: what is done with one that stands.")
  .addHelpText(
    "after",
    `
Examples:
  spe revoke trial 4f1c9b7e2d@lifescience-ri.eu     end a person's access at once
  spe unlock trial 4f1c9b7e2d@lifescience-ri.eu     let the person log in again

In the sandbox:
  . .spe/env
  spe revoke sandbox alice --config-file .spe/sandbox/stacks/sandbox/Pulumi.sandbox.yaml

Exit codes: 0 done; 1 not done, with the reason; 3 the stack's settings are wrong.`,
  );

onPerson("revoke", "lock a person out, end the sessions, revoke what was bought with them").action(
  async (environment: string, person: string, { configFile }: Options) => {
    const done = await revoke(await readStack(environment, configFile), person);
    process.stdout.write(
      revocationText(
        done,
        ["spe revoke", environment, person, ...(configFile ? ["--config-file", configFile] : [])].join(" "),
      ),
    );
  },
);

onPerson("unlock", "let a person whose access was ended log in again").action(
  async (environment: string, name: string, { configFile }: Options) => {
    const { person, realm } = await unlock(await readStack(environment, configFile), name);
    process.stdout.write(`${person.userName} (${person.id}) may log in to realm "${realm}" again\n`);
  },
);

/** A command on one person of one environment. */
function onPerson(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("<environment>", "name of the stack, for example trial")
    .argument("<person>", "id at the upstream login, or user name in the realm")
    .option("--config-file <file>", "the stack's file, where it is not in infra/environments");
}

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof SettingsError ? 3 : 1;
});
