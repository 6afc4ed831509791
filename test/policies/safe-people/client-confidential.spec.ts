import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { clientConfidential } from "../../../policies/safe-people/client-confidential";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { client, storeClient } from "../compliant-access";

const secret = "4f9d1c7ab2e85306d9c1f4a7e0b3d682";
const publicClient = changed(client, { accessType: "PUBLIC" });
const password = (length: unknown): Judged => ({
  type: "random:index/randomPassword:RandomPassword",
  name: "heart-portal-secret",
  props: { length },
});
const pending: Judged = {
  ...changed(client, { clientSecret: unknown }),
  dependencies: {
    clientSecret: [urnOf("random:index/randomPassword:RandomPassword", "heart-portal-secret")],
  },
};

describe("safe-people-client-confidential", () => {
  it("holds for a client whose secret Keycloak makes, before and after it does", async () => {
    await holds(clientConfidential, [client, storeClient]);
    await holds(clientConfidential, [changed(client, { clientSecret: unknown })]);
    await holds(clientConfidential, [changed(client, { clientSecret: secret }), storeClient]);
  });

  it("holds for a public client with PKCE, and for a service that only takes tokens", async () => {
    await holds(clientConfidential, [publicClient, changed(client, { accessType: "BEARER-ONLY" })]);
  });

  it("holds for a generated secret before it is known", async () => {
    await holds(clientConfidential, [pending, password(32)]);
  });

  it("reports a short secret without showing it", async () => {
    for (const key of ["clientSecret", "clientSecretWo"])
      await reports(
        clientConfidential,
        [changed(client, { [key]: "changeme" })],
        [`client "heart-portal" has a ${key} of 8 characters; generate one of at least 32`],
      );
    await reports(
      clientConfidential,
      [pending, password(16)],
      ['client "heart-portal" has a clientSecret of 16 characters; generate one of at least 32'],
    );
  });

  it("reports one secret for two clients", async () => {
    await reports(
      clientConfidential,
      [changed(client, { clientSecret: secret }), changed(storeClient, { clientSecretWo: secret })],
      [
        'client "heart-portal" has the same secret as client "heart-store"; generate one for each',
        'client "heart-store" has the same secret as client "heart-portal"; generate one for each',
      ],
    );
  });

  it("reports a public client without PKCE or with an account of its own", async () => {
    await reports(
      clientConfidential,
      [changed(publicClient, { pkceCodeChallengeMethod: "plain", serviceAccountsEnabled: "true" })],
      [
        'client "heart-portal" is public without PKCE; set pkceCodeChallengeMethod to "S256", or accessType to "CONFIDENTIAL"',
        'client "heart-portal" is public and has a service account; set serviceAccountsEnabled to false',
      ],
    );
  });

  it("reports a client of no or another access type", async () => {
    for (const accessType of [undefined, "", "confidential"])
      await reports(
        clientConfidential,
        [changed(client, { accessType })],
        [`client "heart-portal" has the accessType "${accessType ?? ""}"; set it to "CONFIDENTIAL"`],
      );
  });

  it("cannot be judged while a given secret or the access type is unknown", async () => {
    await cannotJudge(clientConfidential, [pending], "clientSecret");
    await cannotJudge(clientConfidential, [pending, password(unknown)], "clientSecret");
    await cannotJudge(
      clientConfidential,
      [changed(client, { accessType: unknown }), changed(storeClient, { clientSecret: "short" })],
      "accessType",
      ['client "heart-store" has a clientSecret of 5 characters; generate one of at least 32'],
    );
  });
});
