import { unknown } from "../../../policies/judge";
import { clientPkce } from "../../../policies/safe-people/client-pkce";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { client, storeClient } from "../compliant";

const asksForNone = (id: string) => `client "${id}" asks for no PKCE; set pkceCodeChallengeMethod to "S256"`;

describe("safe-people-client-pkce", () => {
  it("holds with S256, and for a client without the flow", async () => {
    await holds(clientPkce, [
      client,
      changed(client, { standardFlowEnabled: false, pkceCodeChallengeMethod: undefined }),
      changed(client, { standardFlowEnabled: undefined, pkceCodeChallengeMethod: undefined }),
    ]);
  });

  it("holds for the declared exception, the object store's console", async () => {
    await holds(clientPkce, [storeClient, changed(storeClient, { pkceCodeChallengeMethod: undefined })]);
  });

  it("reports a client without PKCE or with plain", async () => {
    for (const pkceCodeChallengeMethod of ["", undefined])
      await reports(
        clientPkce,
        [changed(client, { pkceCodeChallengeMethod })],
        [asksForNone("heart-portal")],
      );
    for (const method of ["plain", "s256"])
      await reports(
        clientPkce,
        [changed(client, { pkceCodeChallengeMethod: method })],
        [`client "heart-portal" takes PKCE by "${method}"; set pkceCodeChallengeMethod to "S256"`],
      );
  });

  it("reports the flow that is on as a JSON string", async () => {
    const open = changed(client, { standardFlowEnabled: "true", pkceCodeChallengeMethod: "" });
    await reports(clientPkce, [open], [asksForNone("heart-portal")]);
  });

  it("reports what only resembles the exception", async () => {
    const callback = "https://console.example.org/oauth_callback";
    for (const props of [
      { accessType: "PUBLIC" },
      { validRedirectUris: [callback, "https://portal.example.org/callback"] },
      { validRedirectUris: ["https://console.example.org/callback"] },
      { validRedirectUris: ["https://*/oauth_callback"] },
      { validRedirectUris: ["http://console.example.org/oauth_callback"] },
      { validRedirectUris: ["https://evil.example/?/oauth_callback"] },
      { validRedirectUris: [] },
    ])
      await reports(clientPkce, [changed(storeClient, props)], [asksForNone("heart-store")]);
    await reports(
      clientPkce,
      [changed(storeClient, { clientId: "heart-storefront" })],
      [asksForNone("heart-storefront")],
    );
    await reports(
      clientPkce,
      [changed(storeClient, { pkceCodeChallengeMethod: "plain" })],
      ['client "heart-store" takes PKCE by "plain"; set pkceCodeChallengeMethod to "S256"'],
    );
  });

  it("cannot be judged while the method, or whether it is the exception, is unknown", async () => {
    await cannotJudge(
      clientPkce,
      [changed(client, { pkceCodeChallengeMethod: unknown })],
      "pkceCodeChallengeMethod",
    );
    await cannotJudge(
      clientPkce,
      [changed(storeClient, { validRedirectUris: [unknown] })],
      "validRedirectUris.0",
    );
  });
});
