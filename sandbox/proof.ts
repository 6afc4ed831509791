/** Proof that an environment on the sandbox works: by real logins and requests, of people who may and people who may not. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../infra/environment";
import { claim, type Proof } from "./claim";
import { Browserless, type Login, type OidcClient } from "./clients/browserless-login";
import { assumeRole, s3Client } from "./clients/object-store-clients";
import { proveCloud } from "./cloud-proof";
import { type IdTokenOf, proveControlPlane } from "./control-plane-proof";
import type { Plain } from "./plain-outputs";
import type { Sandbox } from "./sandbox";
import { proveTasks, type TokenOf } from "./tasks-proof";

/** Tries what a researcher may do, and that others may not; never throws for what an environment does wrong. */
export async function prove(sandbox: Sandbox, environment: Plain<Environment>): Promise<Proof[]> {
  const { identity, storage, cloud } = environment;
  const [portal] = Object.values(storage?.clients ?? {});
  if (identity === undefined || storage === undefined || portal === undefined) {
    throw new Error("the proof needs an environment with identity, storage and a client");
  }
  const ca = readFileSync(sandbox.caFile, "utf8");
  const client: OidcClient = {
    issuer: identity.issuer,
    clientId: portal.clientId,
    clientSecret: portal.clientSecret,
    redirectUri: portal.redirectUris[0] ?? "",
  };
  const login = (name: string) => logIn(sandbox, client, ca, name);
  const store = async (attempt: Login): Promise<S3Client> => {
    const { accessToken } = entered(attempt);
    return s3Client(
      { url: storage.url, ca },
      await assumeRole({ url: storage.url, ca }, storage.roleArn, accessToken),
    );
  };

  const alice = await login("alice");
  const object = { Bucket: storage.buckets.scratch, Key: `${subjectOf(alice)}/proof-${randomUUID()}.txt` };
  const anonymous = s3Client({ url: storage.url, ca });
  const proofs = [
    await claim("alice, a researcher, comes in by the Life Science login", async () => {
      const groups = entered(alice).access.groups as string[];
      if (!groups.some((group) => group.endsWith("/researcher"))) throw new Error(`her groups are ${groups}`);
    }),
    await claim("she puts an object under her own prefix and reads it back", async () => {
      const s3 = await store(alice);
      await s3.send(new PutObjectCommand({ ...object, Body: "proof" }));
      const { Body } = await s3.send(new GetObjectCommand(object));
      if ((await Body?.transformToString()) !== "proof") throw new Error("it reads otherwise");
    }),
    await claim("bob, a researcher of the same project, cannot read it", async () => {
      const s3 = await store(await login("bob"));
      await refused(s3.send(new GetObjectCommand(object)));
    }),
    await claim("without a login nobody can read it", () =>
      refused(anonymous.send(new GetObjectCommand(object))),
    ),
    await claim("dave, of another project, is turned away at the door", async () =>
      shut(await login("dave")),
    ),
    await claim("erin, of no project, is turned away at the door", async () => shut(await login("erin"))),
    await claim("alice takes her object away", async () => {
      const s3 = await store(alice);
      await s3.send(new DeleteObjectCommand(object));
    }),
  ];
  if (sandbox.controlPlane !== undefined) {
    const idToken: IdTokenOf = async (at, name) => entered(await logIn(sandbox, at, ca, name)).idToken;
    proofs.push(...(await proveControlPlane(sandbox.controlPlane, environment, idToken)));
  }
  if (sandbox.cloud === undefined) return proofs;
  proofs.push(...(await proveCloud(sandbox, sandbox.cloud, { storage, cloud })));
  if (sandbox.cluster === undefined) return proofs;
  const token: TokenOf = (at, name) => tokenOf(sandbox, at, name);
  return [...proofs, ...(await proveTasks(sandbox, sandbox.cluster, environment, token))];
}

/** Logs a person in at a client. @returns the access token @throws Error when the login ends otherwise */
export async function tokenOf(sandbox: Sandbox, client: OidcClient, name: string): Promise<string> {
  const ca = readFileSync(sandbox.caFile, "utf8");
  return entered(await logIn(sandbox, client, ca, name)).accessToken;
}

function logIn({ lsAai }: Sandbox, client: OidcClient, ca: string, name: string): Promise<Login> {
  const person = lsAai.people.find((it) => it.name === name);
  if (person === undefined) throw new Error(`the Life Science login's stand-in knows no "${name}"`);
  const password = readFileSync(person.passwordFile, "utf8");
  return new Browserless(ca).login(client, { userName: person.userName, password });
}

function entered(login: Login) {
  if (!login.entered) throw new Error(`the login ended at ${login.url} (${login.status}): ${login.page}`);
  return login.tokens;
}

const subjectOf = (login: Login): string => (login.entered ? String(login.tokens.access.sub) : "nobody");

function shut(login: Login): void {
  if (login.entered) throw new Error("the login was let in");
  if (login.status !== 401) throw new Error(`the answer was ${login.status}, not 401: ${login.page}`);
}

async function refused(request: Promise<unknown>): Promise<void> {
  const code = await request.then(
    () => "nothing: it was allowed",
    (error: Error) => error.name,
  );
  if (code !== "AccessDenied") throw new Error(`expected AccessDenied, got ${code}`);
}
