import { unknown } from "../../../policies/judge";
import { loginIssuerTrusted } from "../../../policies/safe-data/login-issuer-trusted";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { keycloakProvider, realm } from "../compliant";
import { configMapOf, fromConfigMap, minio, secretOf } from "../compliant-programs";
import { login } from "../compliant-store";

const here = [realm, keycloakProvider];
const discovery = ".well-known/openid-configuration";
const lifeScience = "https://login.aai.lifescience-ri.eu/oidc/";
const key = (name: string) => `MINIO_IDENTITY_OPENID_${name}_HEART`;
const server = 'container "minio" of deployment "minio"';
const subject = 'login provider "heart-login"';
const untrusted = (issuer: string) =>
  `has a config_url that is "${issuer}", which is neither a realm of the stack nor one of ${lifeScience}; set that of a reviewed issuer`;

describe("safe-data-login-issuer-trusted", () => {
  it("holds for a realm of the stack and for the Life Science login", async () => {
    await holds(loginIssuerTrusted, [...here, login, minio(), minio({ [key("CLAIM_USERINFO")]: "on" })]);
    await holds(loginIssuerTrusted, [changed(login, { configUrl: `${lifeScience}${discovery}` })]);
  });

  it("holds for a realm on a server with a base path, and for the issuers that a site lists", async () => {
    const configUrl = `https://login.example.org/auth/realms/heart/${discovery}`;
    const server = changed(keycloakProvider, { url: "https://login.example.org/", basePath: "/auth" });
    await holds(loginIssuerTrusted, [realm, server, changed(login, { configUrl })]);
    await holds(loginIssuerTrusted, [login], {
      config: { issuers: ["https://login.example.org/realms/heart"] },
    });
  });

  for (const issuer of [
    "https://login.elixir-czech.org/oidc",
    "https://login.example.org/realms/hearts",
    "https://evil.example/realms/heart",
    "https://login.example.org/realms/heart/../lungs",
  ])
    it(`reports the issuer ${issuer}`, async () => {
      const configUrl = `${issuer}/${discovery}`;
      await reports(
        loginIssuerTrusted,
        [...here, changed(login, { configUrl })],
        [`${subject} ${untrusted(issuer)}`],
      );
    });

  const urls: [unknown, string][] = [
    [
      `http://login.example.org/realms/heart/${discovery}`,
      'is "http://login.example.org/realms/heart", not https',
    ],
    ["https://login.example.org/realms/heart", "does not end with /.well-known/openid-configuration"],
    ["", "is not set"],
    [undefined, "is not set"],
  ];
  for (const [configUrl, problem] of urls)
    it(`reports the discovery document ${JSON.stringify(configUrl)}`, async () => {
      await reports(
        loginIssuerTrusted,
        [...here, { ...login, props: { ...login.props, configUrl } }],
        [`${subject} has a config_url that ${problem}; set that of a reviewed issuer`],
      );
    });

  it("reports an issuer that nobody sees", async () => {
    await reports(
      loginIssuerTrusted,
      [minio({ [key("CONFIG_URL")]: fromConfigMap })],
      [
        `${server} has a config_url that is taken from elsewhere, where nobody reviews it; set that of a reviewed issuer`,
      ],
    );
  });

  it("reports a client's secret in the open, and does not show it", async () => {
    const problem = "has client_secret in the open; take it from a Secret";
    for (const value of ["marker", fromConfigMap])
      await reports(
        loginIssuerTrusted,
        [...here, minio({ [key("CLIENT_SECRET")]: value })],
        [`${server} ${problem}`],
      );
    const data = { [key("CLIENT_SECRET")]: "marker" };
    await reports(loginIssuerTrusted, [configMapOf("login", data)], [`config map "login" ${problem}`]);
    await holds(loginIssuerTrusted, [secretOf("login", data)]);
  });

  for (const value of ["on", "true", "ON", "enable"])
    it(`reports a redirect that is taken from the request: ${value}`, async () => {
      await reports(
        loginIssuerTrusted,
        [...here, minio({ [key("REDIRECT_URI_DYNAMIC")]: value })],
        [`${server} has redirect_uri_dynamic on; leave it out`],
      );
    });

  it("reports claims from an issuer that is not reviewed, or that nobody sees", async () => {
    const problem = "asks for claims at an issuer that is not reviewed; turn claim_userinfo off";
    const issuer = "https://evil.example";
    await reports(
      loginIssuerTrusted,
      [...here, changed(login, { configUrl: `${issuer}/${discovery}`, claimUserinfo: "on" })],
      [`${subject} ${untrusted(issuer)}`, `${subject} ${problem}`],
    );
    await reports(
      loginIssuerTrusted,
      [secretOf("login", { [key("CLAIM_USERINFO")]: "on" })],
      [`secret "login" ${problem}`],
    );
  });

  it("judges the providers of one server apart", async () => {
    const issuer = "https://evil.example";
    await reports(
      loginIssuerTrusted,
      [...here, minio({ MINIO_IDENTITY_OPENID_CONFIG_URL: `${issuer}/${discovery}` })],
      [`${server} ${untrusted(issuer)}`],
    );
  });

  it("cannot be judged while the issuer is unknown, and still reports the rest", async () => {
    await cannotJudge(
      loginIssuerTrusted,
      [...here, changed(login, { configUrl: unknown, redirectUriDynamic: true })],
      "configUrl",
      [`${subject} has redirect_uri_dynamic on; leave it out`],
    );
    await cannotJudge(
      loginIssuerTrusted,
      [changed(realm, { realm: unknown }), keycloakProvider, login],
      "realm",
    );
  });
});
