/** `spe`: what is done with an environment beside deploying it. Each command is a file in `commands/`. */
import { Command } from "commander";
import { SettingsError } from "../infra/settings";
import { WrongEnvironment } from "./check/wrong-environment";
import { accessCommand } from "./commands/access";
import { revokeCommand, unlockCommand } from "./commands/access-of-people";
import { checkCommand } from "./commands/check";
import { evidenceCommand } from "./commands/evidence";
import { packConfigCommand } from "./commands/pack-config";

const program = new Command("spe")
  .description("Secure Processing Environments: what is done with one beside deploying it.")
  .addCommand(checkCommand())
  .addCommand(accessCommand())
  .addCommand(evidenceCommand())
  .addCommand(packConfigCommand())
  .addCommand(revokeCommand())
  .addCommand(unlockCommand())
  .addHelpText(
    "after",
    `
Examples:
  spe check trial                                   whether an environment keeps the five safes
  spe access trial --diff origin/main               who gains or loses what by a change
  spe evidence trial --key evidence-key.pem         a signed report on what stands
  spe revoke trial 4f1c9b7e2d@lifescience-ri.eu     end a person's access at once
  spe unlock trial 4f1c9b7e2d@lifescience-ri.eu     let the person log in again

In the sandbox:
  . .spe/env
  spe revoke local alice

Exit codes: 0 done; 1 not done, with the reason; 3 the stack's settings are wrong.`,
  );

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof SettingsError || error instanceof WrongEnvironment ? 3 : 1;
});
