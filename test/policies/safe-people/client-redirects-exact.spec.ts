import { type Judged, unknown } from "../../../policies/judge";
import { clientRedirectsExact } from "../../../policies/safe-people/client-redirects-exact";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { client, storeClient } from "../compliant";

const mend = "write the exact https address";
const samlClient: Judged = {
  type: "keycloak:saml/client:Client",
  name: "wiki",
  props: { clientId: "wiki", validRedirectUris: ["https://wiki.example.org/saml"] },
};
const wrong: [string, string][] = [
  ["*", "is not a URL"],
  ["/callback", "is not a URL"],
  ["", "is not set"],
  ["http://portal.example.org/callback", 'is "http://portal.example.org/callback", not https'],
  ["https://portal.example.org/*", 'is "https://portal.example.org/*", which contains a wildcard'],
  ["https://*.example.org/callback", 'is "https://*.example.org/callback", which contains a wildcard'],
  ["javascript:alert(1)", 'is "javascript:alert(1)", not https'],
];

describe("safe-people-client-redirects-exact", () => {
  it("holds for exact https addresses, and for a logout to the same ones", async () => {
    await holds(clientRedirectsExact, [
      client,
      storeClient,
      samlClient,
      changed(client, { validPostLogoutRedirectUris: ["+"], rootUrl: "https://portal.example.org" }),
    ]);
  });

  it("holds for a client that nobody is redirected to", async () => {
    const machine = changed(client, { standardFlowEnabled: false, validRedirectUris: undefined });
    await holds(clientRedirectsExact, [machine]);
  });

  for (const key of ["validRedirectUris", "validPostLogoutRedirectUris"])
    for (const [uri, problem] of wrong)
      it(`reports "${uri}" in ${key}`, async () => {
        await reports(
          clientRedirectsExact,
          [changed(client, { [key]: ["https://portal.example.org/ok", uri] })],
          [`client "heart-portal": an address in ${key} ${problem}; ${mend}`],
        );
      });

  it("reports a rootUrl over http", async () => {
    await reports(
      clientRedirectsExact,
      [changed(client, { rootUrl: "http://portal.example.org" })],
      [`client "heart-portal": an address in rootUrl is "http://portal.example.org", not https; ${mend}`],
    );
  });

  it("reports a client with no address to return to", async () => {
    const message = (id: string) => `client "${id}" names no redirect URI; list its callback addresses`;
    for (const validRedirectUris of [[], undefined])
      await reports(
        clientRedirectsExact,
        [changed(client, { validRedirectUris }), changed(samlClient, { validRedirectUris })],
        [message("heart-portal"), message("wiki")],
      );
    const implicit = changed(client, {
      standardFlowEnabled: false,
      implicitFlowEnabled: true,
      validRedirectUris: [],
    });
    await reports(clientRedirectsExact, [implicit], [message("heart-portal")]);
  });

  it("reports SAML clients' addresses too", async () => {
    await reports(
      clientRedirectsExact,
      [changed(samlClient, { validRedirectUris: ["https://*"] })],
      [`client "wiki": an address in validRedirectUris is "https://*", which contains a wildcard; ${mend}`],
    );
  });

  it("cannot be judged while an address is unknown, and still reports the others", async () => {
    const uris = [unknown, "http://portal.example.org"];
    await cannotJudge(
      clientRedirectsExact,
      [changed(client, { validRedirectUris: uris })],
      "validRedirectUris.0",
      [
        `client "heart-portal": an address in validRedirectUris is "http://portal.example.org", not https; ${mend}`,
      ],
    );
  });
});
