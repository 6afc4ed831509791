import { Command, type CommanderError, Option } from "commander";

interface Options {
  format: "people" | "markdown" | "json" | "junit" | "sarif";
  against?: string;
  preview?: boolean;
  state?: string;
}

/** `spe check`: judges environments by the five-safes pack. */
export function checkCommand(): Command {
  return new Command("check")
    .description("judge environments by the five-safes pack, without engine, server or secret")
    .argument("<environment...>", "name in infra/environments, for example trial, or path of a stack file")
    .addOption(
      new Option("--format <format>", "what to print")
        .choices(["people", "markdown", "json", "junit", "sarif"])
        .default("people"),
    )
    .option("--against <ref>", "also what changes against the files at a commit, for example origin/main")
    .option("--preview", "also what the engine's preview says, with pulumi and the stack's credentials")
    .addOption(
      new Option("--state <file|stack>", "judge what stands: an exported state, or a stack's name").conflicts(
        ["against", "preview"],
      ),
    )
    .exitOverride(endWrongUse)
    .addHelpText(
      "after",
      `
Examples:
  spe check trial                                       one environment
  spe check infra/environments/Pulumi.*.yaml            all of them
  spe check trial --against origin/main                 and what the change does
  spe check trial --state trial                         what stands, after pulumi refresh

Parameters and exemptions of an environment stand beside its stack file, in five-safes.<environment>.json or .yaml.

Exit codes: 0 the rules hold; 1 violations; 2 something could not be judged; 3 wrong settings or use.`,
    )
    .action(async (environments: string[], options: Options, command: Command) => {
      if (options.state !== undefined && environments.length > 1)
        command.error("--state judges one environment", { exitCode: 3 });
      await run(environments, options).catch((error: Error) => {
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 2;
      });
    });
}

async function run(environments: string[], { format, ...options }: Options): Promise<void> {
  const { check, exitCodeOf, reports } = load();
  const results = await check(environments, options);
  process.stdout.write(reports[format](results));
  process.exitCode = exitCodeOf(results);
}

/** Loaded when it is needed: the other commands should not wait for Pulumi's SDK. */
const load = () => ({
  // not import(): tsx's CommonJS loader leaves that to Node, which knows no TypeScript path
  ...(require("../check/check") as typeof import("../check/check")),
  ...(require("../check/verdict") as typeof import("../check/verdict")),
  ...(require("../check/reports") as typeof import("../check/reports")),
});

/** A wrong use is none of the verdicts: commander's own exit code for it means violations here. */
function endWrongUse({ exitCode }: CommanderError): never {
  process.exit(exitCode === 0 ? 0 : 3);
}
