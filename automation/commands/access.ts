import { Command, type CommanderError, Option } from "commander";

interface Options {
  as?: string;
  diff?: string;
  format: "people" | "json";
}

/** `spe access`: who may do what in an environment, from its settings alone. */
export function accessCommand(): Command {
  return new Command("access")
    .description(
      "show who may do what in an environment, or what a change does to that, from its settings alone",
    )
    .argument("<environment>", "name in infra/environments, for example trial, or path of a stack file")
    .option("--as <person>", "only this person, with the statement that decides: a role, a name, outsider …")
    .option(
      "--diff <ref>",
      "who gains or loses what against the settings at a commit, for example origin/main",
    )
    .addOption(new Option("--format <format>", "what to print").choices(["people", "json"]).default("people"))
    .exitOverride(endWrongUse)
    .addHelpText(
      "after",
      `
Examples:
  spe access trial                          everybody, at a glance
  spe access trial --as researcher          one of them, with the statement that decides
  spe access trial --as researcher+checker  somebody with two roles
  spe access trial --diff origin/main       who gains or loses what

What is shown is what policies say to a client that sends no headers of its own making: object locks keep
versions beside that. "versions" lists earlier versions of objects, "delete version" deletes one for good.

Exit codes: 0 shown; 2 the settings at <ref> cannot be read; 3 wrong settings or use.`,
    )
    .action((environment: string, options: Options, command: Command) => {
      const { accessReport, UnreadableReference, UnknownPerson } = load();
      try {
        process.stdout.write(
          accessReport(environment, { ...options, isTerminal: process.stdout.isTTY }, new Date()),
        );
      } catch (error) {
        if (error instanceof UnknownPerson) command.error(error.message, { exitCode: 3 });
        if (!(error instanceof UnreadableReference)) throw error;
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 2;
      }
    });
}

/** Loaded when it is needed: the other commands should not wait for it. */
const load = () => ({
  // not import(): tsx's CommonJS loader leaves that to Node, which knows no TypeScript path
  ...(require("../access/access-report") as typeof import("../access/access-report")),
  ...(require("../access/read-settings") as typeof import("../access/read-settings")),
});

/** A wrong use is no answer: commander's own exit code for it is 1. */
function endWrongUse({ exitCode }: CommanderError): never {
  process.exit(exitCode === 0 ? 0 : 3);
}
