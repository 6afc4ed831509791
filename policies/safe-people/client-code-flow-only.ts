import type { openid } from "@pulumi/keycloak";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { mayBeOn } from "../kit/value";

const grants = { directAccessGrantsEnabled: "the password grant", implicitFlowEnabled: "the implicit flow" };

/** The password grant shows people's passwords to the client and passes by the broker; the implicit flow puts tokens in addresses. */
export const clientCodeFlowOnly: ResourceRule = {
  name: "safe-people-client-code-flow-only",
  description: "A client uses neither the password grant nor the implicit flow.",
  severity: "high",
  framework: fiveSafes("safe-people", { control: "U-16", also: ["RFC 9700 2.4", "RFC 9700 2.1.2"] }),
  remediationSteps:
    "Set directAccessGrantsEnabled and implicitFlowEnabled to false; use the authorization code flow.",
  validateResource: ofType<openid.ClientArgs>("keycloak:openid/client:Client", (props, args, report) => {
    checkEach(Object.entries(grants), ([key, grant]) => {
      if (mayBeOn(props[key as keyof typeof grants]))
        report(`client "${nameOf(args, "clientId")}" may use ${grant}; set ${key} to false`);
    });
  }),
};
