import { fiveSafes } from "../kit/five-safes";
import { checkOpenIdProviders } from "../kit/openid-provider";
import type { StackRule } from "../kit/rule";
import { isOff, type Setting, settingOf, settingsNamed } from "../kit/setting";
import { issuerProblem, issuersSchema, type Trust } from "../kit/trusted-issuer";
import { checkAll, checkEach } from "../kit/unknown";

const discovery = "/.well-known/openid-configuration";

/** Whoever runs the issuer, or knows the client's secret, can write tokens for anybody. */
export const loginIssuerTrusted: StackRule = {
  name: "safe-data-login-issuer-trusted",
  description: "The object store believes only reviewed issuers, over https, and its client's secret is one.",
  severity: "high",
  framework: fiveSafes("safe-data", { control: "D-08", also: ["MinIO OpenID settings"] }),
  remediationSteps:
    "Set CONFIG_URL to the discovery document of a realm of the stack or of a reviewed issuer, take CLIENT_SECRET from a Secret, and leave REDIRECT_URI_DYNAMIC off.",
  configSchema: { properties: { issuers: issuersSchema } },
  validateStack: ({ resources, getConfig }, report) => {
    const trust: Trust = { resources, ...getConfig<{ issuers?: string[] }>() };
    checkOpenIdProviders(resources, report, (settings, refuse, isOpen) =>
      checkAll(
        () =>
          checkEach(settingsNamed(settings, "config_url"), (setting) => {
            const problem = configProblem(setting, trust);
            if (problem !== undefined)
              refuse(`has a config_url that ${problem}; set that of a reviewed issuer`);
          }),
        () =>
          checkEach(settingsNamed(settings, "client_secret"), ({ from, read }) => {
            if (isOpen && from !== "a Secret" && (from !== undefined || read()))
              refuse("has client_secret in the open; take it from a Secret");
          }),
        () =>
          checkEach(settingsNamed(settings, "redirect_uri_dynamic"), ({ read }) => {
            if (!isOff(read())) refuse("has redirect_uri_dynamic on; leave it out");
          }),
        () =>
          checkEach(settingsNamed(settings, "claim_userinfo"), ({ read }) => {
            if (isOff(read())) return;
            const issuer = settingOf(settings, "config_url");
            if (issuer === undefined || configProblem(issuer, trust) !== undefined)
              refuse("asks for claims at an issuer that is not reviewed; turn claim_userinfo off");
          }),
      ),
    );
  },
};

/** What is wrong with a provider's discovery document. */
function configProblem({ from, read }: Setting, trust: Trust): string | undefined {
  if (from !== undefined) return `is taken from ${from}, where nobody reviews it`;
  const url = String(read() ?? "");
  if (url !== "" && !url.endsWith(discovery)) return `does not end with ${discovery}`;
  return issuerProblem(url.slice(0, -discovery.length), trust);
}
