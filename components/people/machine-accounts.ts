import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { MachineConnection } from "../cloud/machine-connection";
import { asRoot } from "../root-command";
import { connectionInput, partByPart } from "../ssh-connection";
import { rejectArgs } from "../validation";
import { accountProblems, accountsDocument } from "./accounts-document";
import { accountsProgram } from "./accounts-program";
import type { MachineAccount, Person } from "./machine-account";

/** What the accounts of a machine are made from. */
export interface MachineAccountsArgs {
  /** How to reach the machine, with Python 3.9 or later; as root or with sudo without a password. */
  connection: MachineConnection;
  /** From settings, or read by `simpleVmPeople` or `vendorDataPeople`. */
  people: pulumi.Input<Person[]>;
}

/**
 * Accounts for people on a machine, and for nobody else: who leaves is locked, loses keys and groups, and is logged off.
 * Accounts that it has not made are left alone. Deleting it locks everybody whom it let in.
 */
export class MachineAccounts extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:people:MachineAccounts";

  /** The accounts; known when they are there. */
  readonly accounts: pulumi.Output<MachineAccount[]>;
  /** What the last run changed, a line each. */
  readonly changes: pulumi.Output<string>;

  constructor(name: string, args: MachineAccountsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MachineAccounts.__pulumiType, name, {}, opts);
    const { connection, people } = args;
    if (Array.isArray(people)) rejectArgs(`accounts "${name}"`, accountProblems(people as Person[]));

    const document = pulumi.output(people).apply(accountsDocument);
    const command = new remote.Command(
      name,
      {
        connection: connectionInput(connection),
        create: asRoot("python3 -"),
        delete: asRoot("python3 - --nobody"),
        stdin: document.apply(accountsProgram),
      },
      { parent: this, transformations: [partByPart(connection)] },
    );

    this.changes = command.stdout;
    this.accounts = pulumi.all([document, command.id]).apply(([{ people }]) => people);
    this.registerOutputs({ accounts: this.accounts, changes: this.changes });
  }
}
