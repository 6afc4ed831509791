import { Command } from "commander";
import type { EvidenceOptions } from "../evidence/write-evidence";

/** `spe evidence`: a signed report on what stands, by the five safes and by SATRE. */
export function evidenceCommand(): Command {
  return new Command("evidence")
    .description("report by the five safes and by SATRE what the state of a stack shows")
    .argument("<stack>", "name of the stack, for example trial")
    .option("--config-file <file>", "the stack's file, where it is not in infra/environments")
    .option("--state <file>", "what `pulumi stack export` wrote, in place of asking `pulumi` for it")
    .option("--specification <file>", "SATRE's YAML, for wording and importance of its statements")
    .option("--declarations <file>", "what people declare of statements that nothing else shows")
    .option("--key <file>", "private Ed25519 key in PEM to sign with")
    .option("--output <folder>", "where the report goes", "evidence")
    .addCommand(verifyCommand())
    .addHelpText(
      "after",
      `
Make a key:
  openssl genpkey -algorithm ed25519 -out evidence-key.pem
  openssl pkey -in evidence-key.pem -pubout -out evidence-key.pub.pem

Exit codes: 0 all that was judged is met; 1 something is not; 2 something could not be judged; 3 wrong input.`,
    )
    .action((stack: string, options: EvidenceOptions) =>
      refusing(async () => {
        const { writeEvidence, exitCodeOf, summaryText } = load();
        const { evidence, files } = await writeEvidence(stack, options, { onProgress: showProgress });
        process.stdout.write(summaryText(evidence, files, options.key !== undefined));
        return exitCodeOf(evidence);
      }),
    );
}

/** `spe evidence verify`: whether a file is what was signed. */
function verifyCommand(): Command {
  return new Command("verify")
    .description("tell whether a file of a report is what was signed")
    .argument("<file>", "for example evidence/evidence.json; its signature stands beside it")
    .requiredOption("--public-key <file>", "public Ed25519 key in PEM")
    .action((file: string, { publicKey }: { publicKey: string }) =>
      refusing(async () => {
        const { isSigned, readPublicKey } =
          require("../evidence/signature") as typeof import("../evidence/signature");
        const holds = isSigned(file, readPublicKey(publicKey));
        process.stdout.write(`${file} ${holds ? "is" : "is NOT"} what the owner of the key signed\n`);
        return holds ? 0 : 1;
      }),
    );
}

/** Loaded when it is needed: the other commands should not wait for the rules. */
const load = () => ({
  // not import(): tsx's CommonJS loader leaves that to Node, which knows no TypeScript path
  ...(require("../evidence/make-evidence") as typeof import("../evidence/make-evidence")),
  ...(require("../evidence/summary-text") as typeof import("../evidence/summary-text")),
  ...(require("../evidence/write-evidence") as typeof import("../evidence/write-evidence")),
});

/** On a terminal only, and gone when it is done. */
function showProgress(done: number, whole: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(done < whole ? `\rrule ${done} of ${whole}` : `\r${" ".repeat(20)}\r`);
}

/** Exit code 1 says that something is not met, so what goes wrong is another: 3 for wrong input, else 2. */
async function refusing(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    const { name, message } = error as Error;
    process.stderr.write(`${message}\n`);
    process.exitCode = name === "WrongInput" ? 3 : 2;
  }
}
