import { unknown } from "../../../policies/judge";
import { workflowApiGuarded } from "../../../policies/safe-settings/workflow-api-guarded";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { keycloakProvider, realm } from "../compliant";
import { configMapOf, fromConfigMap, minio, weskit, weskitConfig, weskitFiles } from "../compliant-programs";

const here = [realm, keycloakProvider];
const api = 'container "weskit" of deployment "weskit"';
const map = 'config map "weskit"';
const issuer = "a realm of the stack or a reviewed issuer";
const configOf = (from: string | RegExp, to: string) =>
  configMapOf("weskit", { "config.yaml": weskitConfig.replace(from, to) });

describe("safe-settings-workflow-api-guarded", () => {
  it("holds for an interface with a login, and its file", async () => {
    await holds(workflowApiGuarded, [...here, weskit(), weskitFiles]);
    await holds(workflowApiGuarded, [
      weskit({
        WESKIT_OIDC_ISSUER_URL: undefined,
        OIDC_ISSUER_URL: "https://login.aai.lifescience-ri.eu/oidc/",
        WESKIT_JWT_CSRF_IN_COOKIES: "true",
        WESKIT_JWT_CSRF_METHODS: '["POST"]',
      }),
    ]);
  });

  it("leaves workers, other programs and other files alone", async () => {
    await holds(workflowApiGuarded, [
      weskit({ WESKIT_LOGIN: undefined }, { command: ["celery", "-A", "weskit.celery_worker", "worker"] }),
      minio(),
      configMapOf("other", { "config.yaml": "login:\n  enabled: false\n", "broken.yaml": "a: [" }),
    ]);
  });

  const right: [name: string, right: string, wrong: string[]][] = [
    ["LOGIN", "true", ["false", "FALSE", ""]],
    ["VERIFY_HTTPS", "true", ["false"]],
    ["JWT_COOKIE_SECURE", "true", ["false"]],
    ["JWT_DECODE_AUDIENCE", "the id of WESkit's own client", [""]],
    [
      "OIDC_ISSUER_URL",
      issuer,
      ["http://login.example.org/realms/heart", "https://login.elixir-czech.org/oidc/"],
    ],
  ];
  for (const [name, set, wrong] of right) {
    it(`reports an interface without ${name}`, async () => {
      await reports(
        workflowApiGuarded,
        [...here, weskit({ [`WESKIT_${name}`]: undefined })],
        [`${api} has no WESKIT_${name}; set it to ${set}`],
      );
    });

    for (const value of wrong)
      it(`reports ${name} "${value}" of a container and in a ConfigMap`, async () => {
        const problem = `has WESKIT_${name} "${value}"; set it to ${set}`;
        await reports(
          workflowApiGuarded,
          [
            ...here,
            weskit({ [`WESKIT_${name}`]: value }),
            configMapOf("weskit", { [`WESKIT_${name}`]: value }),
          ],
          [`${api} ${problem}`, `${map} ${problem}`],
        );
      });
  }

  const guards: [name: string, right: string, wrong: string[]][] = [
    ["JWT_CSRF_IN_COOKIES", "true", ["false", "False", "0"]],
    ["JWT_COOKIE_CSRF_PROTECT", "true", ["false"]],
    ["JWT_CSRF_METHODS", "the methods that change something", ["[]", ""]],
  ];
  for (const [name, set, wrong] of guards)
    for (const value of wrong)
      it(`reports ${name} "${value}"`, async () => {
        await reports(
          workflowApiGuarded,
          [...here, weskit({ [`WESKIT_${name}`]: value })],
          [`${api} has WESKIT_${name} "${value}"; set it to ${set}`],
        );
      });

  const files: [string, string | RegExp, string, string][] = [
    ["no login", "enabled: true", "enabled: false", 'has login.LOGIN "false"; set it to true'],
    [
      "cookies over http",
      "JWT_COOKIE_SECURE: true",
      "JWT_COOKIE_SECURE: false",
      'has login.JWT_COOKIE_SECURE "false"; set it to true',
    ],
    [
      "cookies as by default",
      "JWT_COOKIE_SECURE: true",
      "A: 1",
      "has no login.JWT_COOKIE_SECURE; set it to true",
    ],
    [
      "any audience",
      /JWT_DECODE_AUDIENCE.*/,
      "A: 1",
      "has no login.JWT_DECODE_AUDIENCE; set it to the id of WESkit's own client",
    ],
    [
      "no methods that are guarded",
      "JWT_TOKEN_LOCATION: [headers]",
      "JWT_CSRF_METHODS: []",
      'has login.JWT_CSRF_METHODS ""; set it to the methods that change something',
    ],
  ];
  for (const [name, from, to, problem] of files)
    it(`reports a file with ${name}`, async () => {
      await reports(workflowApiGuarded, [configOf(from, to)], [`${map} ${problem}`]);
    });

  it("reports a file that says nothing of a login", async () => {
    await reports(
      workflowApiGuarded,
      [configMapOf("weskit", { "config.yaml": "workflow_engines: {}\n" })],
      [
        `${map} has login.LOGIN ""; set it to true`,
        `${map} has no login.JWT_COOKIE_SECURE; set it to true`,
        `${map} has no login.JWT_DECODE_AUDIENCE; set it to the id of WESkit's own client`,
      ],
    );
  });

  it("reports a setting that nobody sees", async () => {
    await reports(
      workflowApiGuarded,
      [...here, weskit({ WESKIT_LOGIN: fromConfigMap })],
      [`${api} takes WESKIT_LOGIN from elsewhere, where nobody reviews it; write it as a value`],
    );
  });

  it("cannot be judged while a value is unknown, and still reports the rest", async () => {
    await cannotJudge(
      workflowApiGuarded,
      [...here, weskit({ WESKIT_LOGIN: unknown, WESKIT_VERIFY_HTTPS: "false" })],
      "spec.template.spec.containers.0.env.1.value",
      [`${api} has WESKIT_VERIFY_HTTPS "false"; set it to true`],
    );
  });
});
