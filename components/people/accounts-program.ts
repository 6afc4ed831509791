import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MachineDocument } from "../cloud/machine-document";
import { accountsDocument } from "./accounts-document";
import type { AccountsDocument, Person } from "./machine-account";

/** The program that makes a machine's accounts, with what they should be: for Python 3.9 or later, run by root. */
export function accountsProgram(document: AccountsDocument): string {
  const program = readFileSync(join(__dirname, "machine-accounts.py"), "utf8");
  // a text of JSON in JSON, all of it ASCII, is a text in Python too
  return `${program}\n\nsettle(json.loads(${JSON.stringify(JSON.stringify(document))}), sys.argv[1:])\n`;
}

/** Where the program lies on a machine that makes its accounts by itself. */
const programPath = "/usr/local/sbin/spe-accounts";

/**
 * The part of a machine's document that makes accounts at its first boot. Whoever comes or leaves later is a change by
 * `MachineAccounts`: a change of the document would be another machine.
 * @throws pulumi.InputPropertiesError
 */
export const accountsMachineDocument = (people: readonly Person[]): MachineDocument => ({
  files: [{ path: programPath, content: accountsProgram(accountsDocument(people)), mode: "0700" }],
  commands: [["python3", programPath]],
});
