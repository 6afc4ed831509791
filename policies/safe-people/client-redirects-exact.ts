import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList, httpsProblem, mayBeOn } from "../kit/value";

/** A code or token goes wherever a redirect URI lets it: a pattern, or plain http, gives it to others. */
export const clientRedirectsExact: ResourceRule = {
  name: "safe-people-client-redirects-exact",
  description: "A client names the exact https addresses to which logins and logouts return.",
  severity: "critical",
  framework: fiveSafes("safe-people", { control: "U-18", also: ["RFC 9700 2.1", "RFC 9700 4.1.3"] }),
  remediationSteps: "List the exact https callback addresses, with no wildcard.",
  validateResource: ofTypes(
    {
      "keycloak:openid/client:Client": { usesRedirects: isRedirected },
      "keycloak:saml/client:Client": { usesRedirects: () => true },
    },
    ({ usesRedirects }, args, report) => {
      checkAll(
        () => {
          if (usesRedirects(args.props) && asList(args.props.validRedirectUris).length === 0)
            report(`client "${nameOf(args, "clientId")}" names no redirect URI; list its callback addresses`);
        },
        () => checkUris(args, "validRedirectUris", report),
        () => checkUris(args, "validPostLogoutRedirectUris", report),
        () => checkUris(args, "rootUrl", report),
      );
    },
  ),
};

function isRedirected(props: Record<string, unknown>): boolean {
  return mayBeOn(props.standardFlowEnabled) || mayBeOn(props.implicitFlowEnabled);
}

function checkUris(args: ResourceValidationArgs, key: string, report: ReportViolation): void {
  checkEach(asList(args.props[key]), (uri) => {
    // Keycloak's sign for "the same as the redirect URIs", which are judged themselves
    if (key === "validPostLogoutRedirectUris" && uri === "+") return;
    const problem = httpsProblem(uri);
    if (problem !== undefined)
      report(
        `client "${nameOf(args, "clientId")}": an address in ${key} ${problem}; write the exact https address`,
      );
  });
}
