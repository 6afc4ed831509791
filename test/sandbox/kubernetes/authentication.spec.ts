import assert from "node:assert/strict";
import { authenticationDocument, type TrustedLogin } from "../../../sandbox/kubernetes/authentication";

const login = (issuer: string, clientId: string): TrustedLogin => ({
  issuer,
  clientId,
  prefix: "oidc:heart:",
});
const realm = "https://127.0.0.1:8443/realms/spe";

interface Document {
  anonymous: unknown;
  jwt: {
    issuer: { url: string; audiences: string[]; certificateAuthority?: string };
    claimMappings: unknown;
  }[];
}
const documentOf = (logins: TrustedLogin[]) => authenticationDocument(logins) as Document;

describe("how the API server knows people", () => {
  it("lets nobody in without a name, except to ask whether it is well", () => {
    assert.deepEqual(documentOf([]).anonymous, {
      enabled: true,
      conditions: [{ path: "/livez" }, { path: "/readyz" }],
    });
    assert.deepEqual(documentOf([]).jwt, []);
  });

  it("takes several clients of one issuer, which it must name once", () => {
    const { jwt } = documentOf([
      login(realm, "tes"),
      login("https://other.test/realms/x", "tes"),
      login(realm, "portal"),
    ]);
    assert.deepEqual(
      jwt.map(({ issuer }) => [issuer.url, issuer.audiences]),
      [
        [realm, ["tes", "portal"]],
        ["https://other.test/realms/x", ["tes"]],
      ],
    );
  });

  it("keeps the names of an issuer's people and groups apart from those of the cluster", () => {
    const [entry] = documentOf([login(realm, "tes")]).jwt;
    assert.deepEqual(entry?.claimMappings, {
      username: { claim: "sub", prefix: "oidc:heart:" },
      groups: { claim: "groups", prefix: "oidc:heart:" },
    });
  });

  it("trusts a private authority for its issuer alone", () => {
    const { jwt } = documentOf([
      { ...login(realm, "tes"), certificateAuthority: "PEM" },
      login("https://other.test", "tes"),
    ]);
    assert.deepEqual(
      jwt.map(({ issuer }) => issuer.certificateAuthority),
      ["PEM", undefined],
    );
  });
});
