// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells

import { type Judged, unknown } from "../../../policies/judge";
import { podSecretReferenced } from "../../../policies/safe-settings/pod-secret-referenced";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { network } from "../compliant";

const mend = "keep it in a Secret and refer to it by secretKeyRef or a mounted file";
const deployment = (container: Record<string, unknown>, list = "containers"): Judged => ({
  type: "kubernetes:apps/v1:Deployment",
  name: "wes",
  props: {
    metadata: { name: "wes" },
    spec: { template: { spec: { [list]: [{ name: "api", ...container }] } } },
  },
});
const withEnv = (...env: unknown[]): Judged => deployment({ env });
const configMap = (data: unknown, binaryData?: unknown): Judged => ({
  type: "kubernetes:core/v1:ConfigMap",
  name: "wes-config",
  props: { metadata: { name: "wes-config" }, data, ...(binaryData === undefined ? {} : { binaryData }) },
});
const container = 'container "api" of deployment "wes"';
const map = 'config map "wes-config"';
const privateKey = "-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----";

describe("safe-settings-pod-secret-referenced", () => {
  it("holds for references, files, names and addresses of secrets", async () => {
    await holds(podSecretReferenced, [
      withEnv(
        { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
        { name: "TLS_SECRET_NAME", value: "wes-tls" },
        { name: "API_TOKEN_FILE", value: "/run/secrets/token" },
        { name: "SIGNING_KEY", value: "/etc/wes/signing.key" },
        { name: "TOKEN_URL", value: "https://login.example.org/token" },
        { name: "DB_URL", value: "mongodb://wes:$(DB_PASSWORD)@db/wes" },
        { name: "ROOT_PASSWORD", value: "" },
        { name: "JWT_TOKEN_LOCATION", value: "headers" },
      ),
      deployment({ args: ["serve", "--password-file", "/run/secrets/db", "--token=$(API_TOKEN)"] }),
      deployment({ env: undefined }),
      configMap({ "app.yaml": "secretName: wes-tls\npassword: ${DB_PASSWORD}\ntokenUrl: https://x" }),
      configMap({ "run.py": "password = read_secret()\n", "ca.pem": "-----BEGIN CERTIFICATE-----" }),
      configMap(undefined),
      { ...configMap({ password: "x" }), type: "kubernetes:core/v1:Secret" },
      network,
    ]);
  });

  for (const name of ["DB_PASSWORD", "MINIO_SECRET_KEY", "clientSecret", "API_TOKEN", "ENCRYPTION_KEY"])
    it(`reports ${name} with a value, without showing it`, async () => {
      for (const value of ["hunter2", 42, "a long and good secret"])
        await reports(
          podSecretReferenced,
          [withEnv({ name, value })],
          [`${container} has a secret in the variable ${name}; ${mend}`],
        );
    });

  it("reports what is a secret whatever it is called", async () => {
    await reports(
      podSecretReferenced,
      [
        withEnv(
          { name: "A", value: privateKey },
          { name: "CELERY_BROKER", value: "redis://:hunter2@redis:6379" },
          { name: "B", value: `glpat-${"a".repeat(20)}` },
        ),
      ],
      [
        `${container} has a private key in the variable A; ${mend}`,
        `${container} has a password in an address in the variable CELERY_BROKER; ${mend}`,
        `${container} has a key of a service in the variable B; ${mend}`,
      ],
    );
  });

  it("reports secrets in the command line", async () => {
    await reports(
      podSecretReferenced,
      [
        deployment({ command: ["sh", "-c", "PGPASSWORD=hunter2 psql"], args: ["--db-password", "hunter2"] }),
        deployment({ args: ["--token=abc"] }),
      ],
      [
        `${container} shows PGPASSWORD in its command; ${mend}`,
        `${container} shows db-password in its args; ${mend}`,
        `${container} shows token in its args; ${mend}`,
      ],
    );
  });

  it("reads every list of containers and every kind of pod", async () => {
    const env = [{ name: "DB_PASSWORD", value: "hunter2" }];
    await reports(
      podSecretReferenced,
      [
        deployment({ env }, "initContainers"),
        {
          type: "kubernetes:batch/v1:CronJob",
          name: "nightly",
          props: {
            spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: "api", env }] } } } } },
          },
        },
      ],
      [
        `init container "api" of deployment "wes" has a secret in the variable DB_PASSWORD; ${mend}`,
        `container "api" of cron job "nightly" has a secret in the variable DB_PASSWORD; ${mend}`,
      ],
    );
  });

  const held: [string, Judged, string][] = [
    ["a key", configMap({ "tls.key": privateKey }), 'a private key in "tls.key"'],
    ["a setting", configMap({ "app.yaml": "db:\n  password: hunter2" }), 'password in "app.yaml"'],
    ["JSON", configMap({ "app.json": '{"clientSecret": "abc"}' }), 'clientSecret in "app.json"'],
    ["a value by its name", configMap({ DB_PASSWORD: "hunter2" }), 'a secret in "DB_PASSWORD"'],
    [
      "an address",
      configMap({ "db.url": "mongodb://wes:hunter2@db/wes" }),
      'a password in an address in "db.url"',
    ],
    [
      "both",
      configMap({ "app.env": `DB_PASSWORD=hunter2\nTOKEN_URL=x\nKEY=${privateKey}` }),
      'a private key, DB_PASSWORD in "app.env"',
    ],
    [
      "a key in binary",
      configMap({}, { keystore: Buffer.from(privateKey).toString("base64") }),
      'a private key in "keystore"',
    ],
  ];
  for (const [name, judged, what] of held)
    it(`reports a ConfigMap with ${name}`, async () => {
      await reports(podSecretReferenced, [judged], [`${map} holds ${what}; ${mend}`]);
    });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    const secret = { name: "DB_PASSWORD", value: "hunter2" };
    await cannotJudge(
      podSecretReferenced,
      [withEnv({ name: "API_TOKEN", value: unknown }, secret)],
      "spec.template.spec.containers.0.env.0.value",
      [`${container} has a secret in the variable DB_PASSWORD; ${mend}`],
    );
    await cannotJudge(podSecretReferenced, [configMap({ a: unknown, DB_PASSWORD: "hunter2" })], "data.a", [
      `${map} holds a secret in "DB_PASSWORD"; ${mend}`,
    ]);
    await cannotJudge(podSecretReferenced, [changed(configMap({}), { data: unknown })], "data");
  });
});
