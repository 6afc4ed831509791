import { Command } from "commander";

interface Options {
  configFile?: string;
}

/** `spe revoke`: ends a person's access. */
export function revokeCommand(): Command {
  return onPerson("revoke", "lock a person out, end the sessions, revoke what was bought with them").action(
    async (environment: string, person: string, { configFile }: Options) => {
      const { revocationText, revoke, readStack } = load();
      const done = await revoke(await readStack(environment, configFile), person);
      const file = configFile === undefined ? [] : ["--config-file", configFile];
      process.stdout.write(revocationText(done, ["spe revoke", environment, person, ...file].join(" ")));
    },
  );
}

/** `spe unlock`: takes the lock of a revocation away. */
export function unlockCommand(): Command {
  return onPerson("unlock", "let a person whose access was ended log in again").action(
    async (environment: string, name: string, { configFile }: Options) => {
      const { unlock, readStack } = load();
      const { person, realm } = await unlock(await readStack(environment, configFile), name);
      process.stdout.write(`${person.userName} (${person.id}) may log in to realm "${realm}" again\n`);
    },
  );
}

/** Loaded when it is needed: the other commands should not wait for Pulumi's SDK. */
const load = () => ({
  // not import(): tsx's CommonJS loader leaves that to Node, which knows no TypeScript path
  ...(require("../revocation-text") as typeof import("../revocation-text")),
  ...(require("../revoke") as typeof import("../revoke")),
  ...(require("../stack") as typeof import("../stack")),
});

/** A command on one person of one environment. */
function onPerson(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument("<environment>", "name of the stack, for example trial")
    .argument("<person>", "id at the upstream login, or user name in the realm")
    .option("--config-file <file>", "the stack's file, where it is not in infra/environments");
}
