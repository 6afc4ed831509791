import { unknown } from "../../../policies/judge";
import { commandSecretsUnlogged } from "../../../policies/safe-settings/command-secrets-unlogged";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { localCommand, remoteCommand } from "../compliant-access";

const message = 'command "heart-checksum" logs what it prints and has API_TOKEN; set logging to "none"';

describe("safe-settings-command-secrets-unlogged", () => {
  it("holds where nothing is logged, or nothing secret is in the environment", async () => {
    await holds(commandSecretsUnlogged, [
      localCommand,
      remoteCommand,
      changed(remoteCommand, { environment: { TLS_SECRET_NAME: "tls", TOKEN_FILE: "/run/token" } }),
    ]);
  });

  it("reports secrets beside a log, which the provider keeps by default", async () => {
    for (const logging of [undefined, "stdout", "stderr", "stdoutAndStderr", "", "None"])
      await reports(commandSecretsUnlogged, [changed(localCommand, { logging })], [message]);
    await reports(
      commandSecretsUnlogged,
      [changed(remoteCommand, { environment: { DB_PASSWORD: "x", clientSecret: "y" } })],
      ['command "heart-mount" logs what it prints and has DB_PASSWORD, clientSecret; set logging to "none"'],
    );
  });

  it("reports a secret whose value is not known yet", async () => {
    const environment = { API_TOKEN: unknown };
    await reports(
      commandSecretsUnlogged,
      [changed(localCommand, { environment, logging: "stdout" })],
      [message],
    );
  });

  it("cannot be judged while the environment or the log is unknown", async () => {
    await cannotJudge(
      commandSecretsUnlogged,
      [changed(localCommand, { environment: unknown })],
      "environment",
    );
    await cannotJudge(commandSecretsUnlogged, [changed(localCommand, { logging: unknown })], "logging");
  });
});
