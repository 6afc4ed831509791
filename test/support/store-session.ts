import type { S3Client } from "@aws-sdk/client-s3";
import {
  Browserless,
  type Credentials,
  type Login,
  type OidcClient,
  type Tokens,
} from "../../sandbox/clients/browserless-login";
import { assumeRole, type StoreKeys, s3Client } from "../../sandbox/clients/object-store-clients";
import { credentialsOf, type TestEnvironment } from "./test-sandbox";

/** A person who has come in by the broker and has bought keys of the object store. */
export interface StoreSession {
  /** The person's id in the realm, which is the name of the own prefix. */
  subject: string;
  tokens: Tokens;
  keys: StoreKeys;
  s3: S3Client;
}

/** Logs a person in, by the portal unless another client is given, and buys keys with the access token. */
export async function enterStore(
  environment: TestEnvironment,
  person: string | Credentials,
  client: OidcClient = environment.client,
): Promise<StoreSession> {
  const { ca, storage } = environment;
  const credentials = typeof person === "string" ? credentialsOf(environment.sandbox, person) : person;
  const tokens = tokensOf(await new Browserless(ca).login(client, credentials));
  const endpoint = { url: storage.url, ca };
  const keys = await assumeRole(endpoint, storage.roleArn, tokens.accessToken);
  return { subject: String(tokens.access.sub), tokens, keys, s3: s3Client(endpoint, keys) };
}

/** @throws Error with the page, where the login was refused */
export function tokensOf(login: Login): Tokens {
  if (!login.entered) throw new Error(`the login ended at ${login.url} (${login.status}): ${login.page}`);
  return login.tokens;
}
