import { unknown } from "../../../policies/judge";
import { keycloakProductionMode } from "../../../policies/safe-settings/keycloak-production-mode";
import { cannotJudge, holds, reports } from "../../support/verdict";
import { fromConfigMap, keycloak, minio } from "../compliant-programs";

const server = 'container "keycloak" of deployment "keycloak"';
const noProxy = {
  KC_HTTP_ENABLED: undefined,
  KC_PROXY_HEADERS: undefined,
  KC_PROXY_TRUSTED_ADDRESSES: undefined,
};
const development = `${server} runs in development mode; run "start --optimized"`;
const unsaid = `${server} does not say how it runs; set args to "start --optimized"`;
const anyProxy = `${server} believes any proxy; name its addresses in proxy-trusted-addresses`;

describe("safe-settings-keycloak-production-mode", () => {
  it("holds for production mode behind a proxy that is named, or without one", async () => {
    await holds(keycloakProductionMode, [keycloak(), keycloak(noProxy), minio()]);
  });

  it("holds for options as arguments, in one word, in two, or in a shell's text", async () => {
    const env = { ...noProxy, KC_HOSTNAME: undefined };
    await holds(keycloakProductionMode, [
      keycloak(env, { args: ["start", "--hostname=https://login.example.org"] }),
      keycloak(env, { args: ["start", "--hostname", "https://login.example.org"] }),
      keycloak(env, {
        command: [
          "sh",
          "-c",
          'bin/kc.sh build && exec bin/kc.sh start --hostname="https://login.example.org"',
        ],
        args: undefined,
      }),
    ]);
  });

  it("leaves what Keycloak's program does once, and other programs, alone", async () => {
    await holds(keycloakProductionMode, [
      keycloak({ KC_HOSTNAME: undefined }, { args: ["import", "--dir", "/realms"] }),
      keycloak({ KC_HOSTNAME: undefined }, { args: ["build"] }),
      minio({ KC_REALM: "heart" }),
    ]);
  });

  const starts: [string, Record<string, unknown>, string][] = [
    ["start-dev", { args: ["start-dev"] }, development],
    [
      "start-dev in a shell",
      { command: ["sh", "-c", "/opt/keycloak/bin/kc.sh start-dev"], args: [] },
      development,
    ],
    [
      "start-dev of an image of another name",
      { image: "registry.example.org/login:1", args: ["start-dev"] },
      development,
    ],
    ["nothing", { args: undefined }, unsaid],
  ];
  for (const [what, changes, message] of starts)
    it(`reports ${what}`, async () => {
      await reports(keycloakProductionMode, [keycloak({}, changes)], [message]);
    });

  const hostnames: [unknown, string][] = [
    ["http://login.example.org", 'is "http://login.example.org", not https'],
    ["login.example.org", "is not a URL"],
    [undefined, "is not set"],
  ];
  for (const [KC_HOSTNAME, problem] of hostnames)
    it(`reports the hostname ${KC_HOSTNAME}`, async () => {
      await reports(
        keycloakProductionMode,
        [keycloak({ KC_HOSTNAME })],
        [`${server} has a hostname that ${problem}; set its public https URL`],
      );
    });

  it("prefers the argument to the variable, as Keycloak does", async () => {
    await reports(
      keycloakProductionMode,
      [keycloak({}, { args: ["start", "--hostname=http://login.example.org"] })],
      [`${server} has a hostname that is "http://login.example.org", not https; set its public https URL`],
    );
  });

  it("reports a server that believes any proxy, or speaks http to anybody", async () => {
    for (const env of [
      { KC_PROXY_TRUSTED_ADDRESSES: undefined },
      { KC_PROXY_TRUSTED_ADDRESSES: "" },
      { KC_PROXY_TRUSTED_ADDRESSES: undefined, KC_PROXY_HEADERS: undefined },
    ])
      await reports(keycloakProductionMode, [keycloak(env)], [anyProxy]);
    await reports(
      keycloakProductionMode,
      [keycloak(noProxy, { args: ["start", "--proxy-headers", "forwarded"] })],
      [anyProxy],
    );
  });

  for (const range of ["0.0.0.0/0", "::/0", "128.0.0.0/1"])
    it(`reports the proxies ${range}`, async () => {
      await reports(
        keycloakProductionMode,
        [keycloak({ KC_PROXY_TRUSTED_ADDRESSES: `10.0.3.7,${range}` })],
        [
          `${server} believes the proxies "${range}"; name the proxy's own addresses in proxy-trusted-addresses`,
        ],
      );
    });

  it("reports the option of old versions that believes any proxy", async () => {
    await reports(
      keycloakProductionMode,
      [keycloak({ ...noProxy, KC_PROXY: "edge" })],
      [`${server} believes any proxy by the option proxy; use proxy-headers and proxy-trusted-addresses`],
    );
  });

  for (const name of [
    "KC_BOOTSTRAP_ADMIN_PASSWORD",
    "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET",
    "KEYCLOAK_ADMIN_PASSWORD",
  ])
    it(`reports ${name} in the open, and does not show it`, async () => {
      for (const value of ["marker", fromConfigMap])
        await reports(
          keycloakProductionMode,
          [keycloak({ [name]: value })],
          [`${server} has ${name} in the open; take it from a Secret`],
        );
    });

  it("reports the administrator's password in the arguments", async () => {
    await reports(
      keycloakProductionMode,
      [keycloak({}, { args: ["start", "--bootstrap-admin-password=marker"] })],
      [
        `${server} has the administrator's password in its arguments; take KC_BOOTSTRAP_ADMIN_PASSWORD from a Secret`,
      ],
    );
  });

  it("cannot be judged while an argument is unknown, and still reports the rest", async () => {
    const args = "spec.template.spec.containers.0.args.1";
    await cannotJudge(keycloakProductionMode, [keycloak({}, { args: ["start-dev", unknown] })], args, [
      development,
    ]);
    await cannotJudge(
      keycloakProductionMode,
      [keycloak({ KC_HOSTNAME: unknown, KC_BOOTSTRAP_ADMIN_PASSWORD: "marker" })],
      "spec.template.spec.containers.0.env.0.value",
      [`${server} has KC_BOOTSTRAP_ADMIN_PASSWORD in the open; take it from a Secret`],
    );
  });
});
