import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { cloudConfig } from "../../../components/cloud/cloud-config";
import { documentProblems } from "../../../components/cloud/machine-document-problems";
import { accountsMachineDocument } from "../../../components/people/accounts-program";
import type { Person } from "../../../components/people/machine-account";
import { MachineAccounts, type MachineAccountsArgs } from "../../../components/people/machine-accounts";
import { simpleVmPeople } from "../../../components/people/metadata-people";
import { assertWellBuilt, recordResources } from "../../support/record";
import { hostKey, publicKey } from "../cloud/keys";
import { machineFindings } from "../cloud/machine-findings";

const connection = { host: "10.20.0.7", user: "spe", privateKey: "private", hostKey };
const people: Person[] = [{ name: "alice", publicKeys: [publicKey], groups: ["heart"] }];
const args: MachineAccountsArgs = { connection, people };
const accounts = [{ name: "alice", uid: 44_204, groups: ["heart"], sudo: false, publicKeys: [publicKey] }];

const build = (changes: Partial<MachineAccountsArgs> = {}) =>
  recordResources(() => new MachineAccounts("heart-people", { ...args, ...changes }));

/** Runs only what of the program is before its last line, as any user may. */
const compile = (program: string) =>
  spawnSync("python3", ["-c", "import ast, sys; print(ast.unparse(ast.parse(sys.stdin.read()).body[-1]))"], {
    input: program,
    encoding: "utf8",
  });

/** What the program does to a machine is shown with a real one in test/integration/machine-accounts.spec.ts. */
describe("MachineAccounts", () => {
  it("sends a program on standard input that ends with what the accounts should be", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(
      recorded.map(({ type, name }) => [type, name]),
      [
        ["spe:people:MachineAccounts", "heart-people"],
        ["command:remote:Command", "heart-people"],
      ],
    );
    const { create, delete: remove, stdin } = (recorded[1]?.inputs ?? {}) as Record<string, string>;
    assert.equal(create, 'if [ "$(id -u)" = 0 ]; then exec python3 -; else exec sudo -n python3 -; fi');
    assert.match(remove ?? "", /exec sudo -n python3 - --nobody; fi$/);
    const document = { groups: [{ name: "heart", gid: 39_875 }], people: accounts };
    const { stdout, stderr } = compile(stdin ?? "");
    const [, literal] = /^settle\(json\.loads\('(.*)'\), sys\.argv\[1:\]\)$/.exec(stdout.trim()) ?? [];
    assert.deepEqual(JSON.parse(literal ?? assert.fail(stdout + stderr)), document);
  });

  it("tells the accounts, also of people who are known later", async () => {
    const told: unknown[] = [];
    const metadata = JSON.stringify({
      userdata: {
        VERSION: "1.0.0",
        data: { a1: { username: "alice", user_id: "alice", public_keys: [publicKey] } },
      },
    });
    const later = pulumi.output(metadata).apply(simpleVmPeople);
    await recordResources(() => {
      new MachineAccounts("heart-people", { ...args, people: later }).accounts.apply((it) => told.push(it));
    });
    assert.deepEqual(told, [[{ ...accounts[0], groups: [] }]]);
  });

  it("holds every rule of the pack at every tier", async () => {
    assert.deepEqual(
      await machineFindings((_project, opts) => new MachineAccounts("heart-people", args, opts)),
      [],
    );
  });

  it("refuses wrong people before anything is made", async () => {
    await assert.rejects(build({ people: [{ name: "root", publicKeys: [] }] }), {
      message:
        'accounts "heart-people": people[0].name must not be a name that systems have for themselves, got "root"; people[0].publicKeys must not be empty',
    });
  });
});

describe("people in a machine's document", () => {
  const document = accountsMachineDocument(people);

  it("are a program for root alone, which the machine runs", () => {
    assert.deepEqual(
      document.files?.map(({ path, mode }) => [path, mode]),
      [["/usr/local/sbin/spe-accounts", "0700"]],
    );
    assert.deepEqual(document.commands, [["python3", "/usr/local/sbin/spe-accounts"]]);
    assert.match(compile(document.files?.[0]?.content ?? "").stdout, /^settle\(/);
  });

  it("are a right document, which cloud-init takes", () => {
    assert.deepEqual(
      Object.entries(documentProblems(document)).filter(([, problem]) => problem !== undefined),
      [],
    );
    assert.match(cloudConfig({ document, publicKey }).userData, /^#cloud-config\n/);
  });
});
