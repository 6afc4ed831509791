import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { nameOf } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** Issuer of the Life Science login; the slash at its end is part of it. */
export const lifeScienceIssuer = "https://login.aai.lifescience-ri.eu/oidc/";

const oidcBroker = "keycloak:oidc/identityProvider:IdentityProvider";
const samlBroker = "keycloak:saml/identityProvider:IdentityProvider";

/** Whoever runs a broker can log in as anybody: each one is a decision about people, taken by name. */
export const brokerAllowed: ResourceRule = {
  name: "safe-people-broker-allowed",
  description: "People come in only from the issuers that the site has reviewed.",
  severity: "critical",
  framework: fiveSafes("safe-people", {
    control: "U-11",
    satre: ["1.5.01", "3.2.02"],
    also: ["TEHDAS2 EHDSR-5"],
  }),
  remediationSteps:
    "Remove the broker, or have its issuer reviewed and listed in the environment's configuration.",
  configSchema: {
    properties: {
      issuers: {
        type: "array",
        items: { type: "string", pattern: "^https://" },
        minItems: 1,
        description:
          "Issuers that may vouch for people, exactly as they call themselves; their endpoints are on the same hosts. A SAML broker's is its entityId.",
        default: [lifeScienceIssuer],
      },
    },
  },
  validateResource: (args, report) => {
    if (!/:\w*IdentityProvider$/.test(args.type)) args.notApplicable("judges brokers");
    const { issuers = [lifeScienceIssuer] } = args.getConfig<{ issuers?: string[] }>();
    const subject = `broker "${nameOf(args, "alias")}"`;
    if (args.type === oidcBroker) {
      checkBroker(args, issuers, subject, ["issuer", "authorizationUrl", "tokenUrl"], report);
      return;
    }
    if (args.type === samlBroker) {
      checkBroker(args, issuers, subject, ["entityId", "singleSignOnServiceUrl"], report);
      return;
    }
    const type = args.type.split(":").at(-1);
    report(`${subject} is a ${type}; remove it, or use an IdentityProvider of a reviewed issuer`);
  },
};

function checkBroker(
  { props }: ResourceValidationArgs,
  issuers: readonly string[],
  subject: string,
  [issuerKey, ...endpointKeys]: [string, ...string[]],
  report: ReportViolation,
): void {
  checkAll(
    () => {
      const provider: unknown = props.providerId ?? "oidc";
      if (!["oidc", "keycloak-oidc", "saml"].includes(provider as string))
        report(`${subject} is of the kind "${provider}"; leave providerId out`);
    },
    () => {
      const issuer: unknown = props[issuerKey];
      if (!issuers.includes(issuer as string))
        report(
          `${subject} has ${issuer ? `the ${issuerKey} "${issuer}"` : `no ${issuerKey}`}; reviewed are ${issuers.join(", ")}`,
        );
    },
    () =>
      checkEach(endpointKeys, (key) => {
        const [endpoint] = asList(props[key]);
        const origin = originOf(endpoint);
        if (origin === undefined || !issuers.some((issuer) => originOf(issuer) === origin))
          report(
            `${subject} has ${endpoint ? `the ${key} "${endpoint}"` : `no ${key}`}; use the reviewed issuer's host`,
          );
      }),
  );
}

const originOf = (url: unknown): string | undefined =>
  typeof url === "string" && URL.canParse(url) ? new URL(url).origin : undefined;
