import { unknown } from "../../../policies/judge";
import { secretUnguessable } from "../../../policies/safe-settings/secret-unguessable";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { keycloakProvider, minioProvider, network, openstackProvider } from "../compliant";
import { localCommand, remoteCommand } from "../compliant-access";

const strong = "pB7mVx2QeT9cLw4RkZ8sNd1yHf6uGj3a";
const guessable = (subject: string, key: string) =>
  `${subject} has a ${key} that can be guessed; generate one of 32 characters`;

describe("safe-settings-secret-unguessable", () => {
  it("holds for long secrets, for none, and for names of secrets", async () => {
    await holds(secretUnguessable, [
      changed(keycloakProvider, { clientSecret: strong, clientId: "spe" }),
      changed(minioProvider, { minioPassword: strong, minioUser: "spe" }),
      openstackProvider,
      localCommand,
      remoteCommand,
      changed(remoteCommand, {
        environment: { TLS_SECRET_NAME: "tls", DB_PASSWORD_FILE: "/run/db", TOKEN: "" },
      }),
      changed(network, { password: "changeme" }),
    ]);
  });

  const short: [typeof minioProvider, string][] = [
    [minioProvider, "minioPassword"],
    [keycloakProvider, "clientSecret"],
    [keycloakProvider, "password"],
    [openstackProvider, "password"],
    [openstackProvider, "applicationCredentialSecret"],
  ];
  for (const [provider, key] of short)
    it(`reports a ${key} of ${provider.name} that can be guessed, without showing it`, async () => {
      for (const secret of [
        "minioadmin",
        "changeme",
        "hunter2",
        "adminpasswd",
        "Change-Me-Please",
        "bibigrid",
      ])
        await reports(
          secretUnguessable,
          [changed(provider, { [key]: secret })],
          [guessable(`provider "${provider.name}"`, key)],
        );
    });

  it("reports a command's variable that can be guessed", async () => {
    await reports(
      secretUnguessable,
      [changed(localCommand, { environment: { DB_PASSWORD: "zabbix", LANG: "C" } })],
      [guessable('command "heart-checksum"', "DB_PASSWORD")],
    );
  });

  it("reports a password within an address", async () => {
    await reports(
      secretUnguessable,
      [
        changed(keycloakProvider, { url: `https://admin:${strong}@login.example.org` }),
        changed(localCommand, { environment: { DATABASE: `mongodb://weskit:${strong}@db/weskit` } }),
      ],
      [
        'provider "heart-keycloak" has a password in the address url; give it as a secret of its own',
        'command "heart-checksum" has a password in the address DATABASE; give it as a secret of its own',
      ],
    );
  });

  for (const [create, found] of [
    [`PGPASSWORD=${strong} psql`, "PGPASSWORD"],
    [`mc alias set s https://s --secret-key ${strong}`, "secret-key"],
    [`run --token='${strong}'`, "token"],
    ["echo '-----BEGIN PRIVATE KEY-----' > key.pem", "a private key"],
    [`git clone https://x:${strong}@example.org`, "a password in an address"],
  ] as [string, string][])
    it(`reports ${found} in the text of a command`, async () => {
      for (const key of ["create", "update", "delete"])
        await reports(
          secretUnguessable,
          [changed(remoteCommand, { [key]: create })],
          [`command "heart-mount", ${key}, shows ${found} in its text; give it in the environment or a file`],
        );
    });

  it("takes references in a command's text for what they are", async () => {
    const create = 'PGPASSWORD="$DB_PASSWORD" psql --token $(cat /run/token) --password-file /run/db';
    await holds(secretUnguessable, [changed(remoteCommand, { create })]);
  });

  it("waits for the kubeconfig of a cluster that the program makes itself", async () => {
    const provider = {
      type: "pulumi:providers:kubernetes",
      name: "heart-kubernetes",
      props: { kubeconfig: unknown },
    };
    await holds(secretUnguessable, [provider]);
  });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      secretUnguessable,
      [changed(keycloakProvider, { clientSecret: unknown, password: "admin" })],
      "clientSecret",
      [guessable('provider "heart-keycloak"', "password")],
    );
    await cannotJudge(
      secretUnguessable,
      [changed(localCommand, { create: unknown, environment: { API_TOKEN: "abc" } })],
      "create",
      [guessable('command "heart-checksum"', "API_TOKEN")],
    );
  });
});
