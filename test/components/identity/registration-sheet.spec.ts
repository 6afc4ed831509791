import assert from "node:assert/strict";
import {
  type RegistrationSheetArgs,
  registrationSheet,
  registrationSheetMarkdown,
} from "../../../components/identity/registration-sheet";

const args: RegistrationSheetArgs = {
  serviceName: "Heart failure cohort (de.NBI Bielefeld)",
  description: "A Secure Processing Environment | for one\nresearch project.",
  environment: "test",
  redirectUris: ["https://login.example.org/realms/heart/broker/ls-aai/endpoint"],
  postLogoutRedirectUris: ["https://login.example.org/realms/heart/broker/ls-aai/endpoint/logout_response"],
  scopes: ["openid", "profile", "email", "eduperson_entitlement"],
  entitlements: ["urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu"],
  contacts: ["spe@example.org"],
  privacyPolicy: "https://example.org/privacy",
};

describe("a registration sheet", () => {
  it("has a value for every field of the registry", () => {
    assert.deepEqual(registrationSheet(args), {
      serviceName: "Heart failure cohort (de.NBI Bielefeld)",
      description: "A Secure Processing Environment | for one\nresearch project.",
      environment: "test",
      redirectUris: ["https://login.example.org/realms/heart/broker/ls-aai/endpoint"],
      postLogoutRedirectUris: [
        "https://login.example.org/realms/heart/broker/ls-aai/endpoint/logout_response",
      ],
      flow: "authorization code",
      tokenEndpointAuthentication: "client_secret_basic",
      pkce: "S256",
      scopes: ["openid", "profile", "email", "eduperson_entitlement"],
      introspection: false,
      refreshTokens: false,
      restrictedToGroups: [
        "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu",
      ],
      contacts: ["spe@example.org"],
      privacyPolicy: "https://example.org/privacy",
    });
  });

  it("is a table in Markdown, which no text of the operator's can break", () => {
    assert.equal(
      registrationSheetMarkdown(registrationSheet({ ...args, postLogoutRedirectUris: [] })),
      `# Registration: Heart failure cohort (de.NBI Bielefeld)

| Field | Value |
| --- | --- |
| Service name | Heart failure cohort (de.NBI Bielefeld) |
| Description | A Secure Processing Environment \\| for one research project. |
| Environment | test |
| Redirect URIs (exact) | \`https://login.example.org/realms/heart/broker/ls-aai/endpoint\` |
| Post-logout redirect URIs (exact) | none |
| Flow | authorization code |
| Token endpoint authentication | \`client_secret_basic\` |
| PKCE | S256 |
| Scopes | \`openid\`<br>\`profile\`<br>\`email\`<br>\`eduperson_entitlement\` |
| Call introspection | no |
| Refresh tokens | no |
| Restrict by group membership | \`urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu\` |
| Contacts | \`spe@example.org\` |
| Privacy policy | \`https://example.org/privacy\` |
`,
    );
  });
});
