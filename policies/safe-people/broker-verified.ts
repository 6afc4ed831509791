import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { httpsProblem, isOn } from "../kit/value";

interface Facts {
  /** Inputs that must be https addresses. */
  urls: string[];
  /** Inputs that must be https addresses where they are set. */
  optionalUrls: string[];
  /** Inputs that must be on; the provider's default is off. */
  switches: string[];
  /** Inputs that must be set. */
  values: string[];
}

/** A broker that does not check signatures believes whoever can answer in the upstream's place. */
export const brokerVerified: ResourceRule = {
  name: "safe-people-broker-verified",
  description: "A broker speaks https with its upstream and checks the signature of what it says.",
  severity: "high",
  framework: fiveSafes("safe-people", {
    control: "U-12",
    also: ["RFC 9700 4.4", "Keycloak identity brokering"],
  }),
  remediationSteps:
    "Set validateSignature and jwksUrl (SAML: validateSignature, wantAssertionsSigned and signingCertificate), and https addresses.",
  validateResource: ofTypes<Facts>(
    {
      "keycloak:oidc/identityProvider:IdentityProvider": {
        urls: ["authorizationUrl", "tokenUrl", "jwksUrl"],
        optionalUrls: ["userInfoUrl", "logoutUrl"],
        switches: ["validateSignature"],
        values: [],
      },
      "keycloak:saml/identityProvider:IdentityProvider": {
        urls: ["singleSignOnServiceUrl"],
        optionalUrls: ["singleLogoutServiceUrl"],
        switches: ["validateSignature", "wantAssertionsSigned"],
        values: ["signingCertificate"],
      },
    },
    ({ urls, optionalUrls, switches, values }, args, report) => {
      const subject = `broker "${nameOf(args, "alias")}"`;
      const checkUrl = (key: string): void => {
        const problem = httpsProblem(args.props[key]);
        if (problem !== undefined)
          report(`${subject}: ${key} ${problem}; set it to the upstream's https address`);
      };
      checkAll(
        () => checkEach(urls, checkUrl),
        () =>
          checkEach(optionalUrls, (key) => {
            if (args.props[key]) checkUrl(key);
          }),
        () =>
          checkEach(switches, (key) => {
            if (!isOn(args.props[key])) report(`${subject} has ${key} off; set it to true`);
          }),
        () =>
          checkEach(values, (key) => {
            if (!args.props[key]) report(`${subject} has no ${key}; set the upstream's`);
          }),
      );
    },
  ),
};
