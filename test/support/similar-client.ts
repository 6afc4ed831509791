/** Clients that an administrator makes behind the environment's back: like one that is there, with a difference. */
import { randomBytes } from "node:crypto";
import type { OidcClient } from "../../sandbox/clients/browserless-login";
import type { TestEnvironment } from "./test-sandbox";

/** A client as Keycloak's administration API has it. */
export interface ClientDocument {
  attributes: Record<string, string>;
  protocolMappers: Record<string, unknown>[];
  [key: string]: unknown;
}

/** Makes a client like `original` in a realm, and says how it is used. */
export async function makeSimilarClient(
  { keycloak, client, sandbox }: TestEnvironment,
  realm: string,
  original: string,
  clientId: string,
  change: (document: ClientDocument) => Partial<ClientDocument>,
): Promise<OidcClient> {
  const [found] =
    (await keycloak.get<(ClientDocument & { id: string })[]>(`/${realm}/clients?clientId=${original}`)) ?? [];
  if (found === undefined) throw new Error(`realm "${realm}" has no client "${original}"`);
  const { id, ...document } = found;
  const protocolMappers = document.protocolMappers.map(({ id, ...mapper }) => mapper);
  const secret = randomBytes(32).toString("base64url");
  const similar = { ...document, protocolMappers, clientId, secret, redirectUris: [client.redirectUri] };
  await keycloak.post(`/${realm}/clients`, { ...similar, ...change(similar) });
  const issuer = `${sandbox.keycloak.url}/realms/${realm}`;
  return { issuer, clientId, clientSecret: secret, redirectUri: client.redirectUri };
}

/** Removes a client. */
export async function removeClient(
  { keycloak }: TestEnvironment,
  realm: string,
  clientId: string,
): Promise<void> {
  const found = await keycloak.get<{ id: string }[]>(`/${realm}/clients?clientId=${clientId}`);
  for (const { id } of found ?? []) await keycloak.remove(`/${realm}/clients/${id}`);
}
