/** A small OIDC issuer on loopback for tests that need signed tokens and no login: discovery, keys, nothing else. */
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A running issuer. */
export interface OidcIssuer {
  /** The issuer's own URL, as in `iss`. */
  issuer: string;
  /**
   * Signs a token of this issuer.
   * @param claims what it says about a person; `sub` and `aud` are the caller's
   * @param seconds life of the token @default 900
   */
  token(claims: Record<string, unknown>, seconds?: number): Promise<string>;
  /** Stops answering. */
  close(): Promise<void>;
}

/**
 * Starts an issuer.
 * @param tls PEM of the certificate and its key
 * @param port a free port is taken @default 0
 */
export async function startOidcIssuer(tls: { cert: string; key: string }, port = 0): Promise<OidcIssuer> {
  // jose is an ES module only.
  const { exportJWK, generateKeyPair, SignJWT } = await import("jose");
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const key = { ...(await exportJWK(publicKey)), kid: "test", alg: "RS256", use: "sig" };
  let issuer = "";
  const documents: Record<string, () => unknown> = {
    "/.well-known/openid-configuration": () => ({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      scopes_supported: ["openid"],
    }),
    "/keys": () => ({ keys: [key] }),
  };
  const server = createServer(tls, (request, response) => {
    const document = documents[request.url ?? ""];
    response.writeHead(document ? 200 : 404, { "Content-Type": "application/json" });
    response.end(JSON.stringify(document?.() ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    token: (claims, seconds = 900) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid: "test" })
        .setIssuer(issuer)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(privateKey),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
