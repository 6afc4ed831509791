import type { openid } from "@pulumi/keycloak";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { asList, mayBeOn } from "../kit/value";

/** Without PKCE, a code that leaks on its way through the browser is worth a login. */
export const clientPkce: ResourceRule = {
  name: "safe-people-client-pkce",
  description:
    "A client of the authorization code flow proves its codes with PKCE S256; the object store's own console alone is excepted.",
  severity: "high",
  framework: fiveSafes("safe-people", { control: "U-17", also: ["RFC 9700 2.1.1"] }),
  remediationSteps: `Set pkceCodeChallengeMethod to "S256".`,
  validateResource: ofType<openid.ClientArgs>("keycloak:openid/client:Client", (props, args, report) => {
    if (!mayBeOn(props.standardFlowEnabled)) return;
    const method = props.pkceCodeChallengeMethod;
    if (method === "S256" || (!method && isStoreConsole(props))) return;
    report(
      `client "${nameOf(args, "clientId")}" ${
        method ? `takes PKCE by "${method}"` : "asks for no PKCE"
      }; set pkceCodeChallengeMethod to "S256"`,
    );
  }),
};

/**
 * The console of MinIO sends no PKCE. Its client keeps a secret that only the store knows, and its codes can go
 * nowhere but to the console's one callback.
 */
function isStoreConsole({ clientId, accessType, validRedirectUris }: Record<string, unknown>): boolean {
  const [callback, ...more] = asList(validRedirectUris);
  return (
    String(clientId).endsWith("-store") &&
    accessType === "CONFIDENTIAL" &&
    more.length === 0 &&
    /^https:\/\/[^*?#]+\/oauth_callback$/.test(String(callback))
  );
}
