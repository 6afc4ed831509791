import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, fetch } from "undici";
import { groupsClaim, userClaim } from "../../components/kubernetes/cluster-login";
import { writePrivateFile } from "../private-file";
import type { KubernetesApi } from "./api";
import type { ClusterFolder } from "./cluster-folder";
import { json } from "./control-plane-files";

/** An issuer whose people the API server lets in. */
export interface TrustedLogin {
  /** `https://127.0.0.1:8443/realms/spe` */
  issuer: string;
  /** The client that its tokens are for (claim `aud`). */
  clientId: string;
  /** What names of its people and groups begin with; one issuer has one. */
  prefix: string;
  /** Certificate (PEM) of the authority that signed the issuer's. @default those that the machine trusts */
  certificateAuthority?: string;
}

/** The API server asks a new issuer for its keys before it takes it, again every 10 s, in milliseconds. */
const patienceMs = 60_000;

/** Writes how the API server knows people. */
export async function writeAuthentication(folder: ClusterFolder): Promise<void> {
  await writePrivateFile(authenticationFile(folder), json(authenticationDocument(trustedLogins(folder))));
}

/**
 * Adds an issuer, or a client of one that is known. Others that do not answer any more are forgotten, since the API server
 * takes a configuration only when all of its issuers do.
 * @param lay writes how the API server knows people, and lets it reach the issuers
 * @throws Error when the API server has not taken it after a minute
 */
export async function admitLogin(
  folder: ClusterFolder,
  api: KubernetesApi,
  login: TrustedLogin,
  lay: () => Promise<void>,
): Promise<void> {
  const logins: TrustedLogin[] = [];
  for (const other of trustedLogins(folder)) {
    const isSame = other.issuer === login.issuer && other.clientId === login.clientId;
    if (!isSame && (await answers(other))) logins.push(other);
  }
  await writePrivateFile(folder.trusted, json([...logins, login]));
  await lay();
  const digest = createHash("sha256")
    .update(readFileSync(authenticationFile(folder)))
    .digest("hex");
  const deadline = Date.now() + patienceMs;
  while (!(await api.send("GET", "/metrics")).body.includes(`hash="sha256:${digest}"`)) {
    if (Date.now() > deadline)
      throw new Error(
        `the API server does not take the issuer ${login.issuer}; log: ${folder.server("kube-apiserver")}`,
      );
    await wait(200);
  }
}

/** Whether the issuer says where its keys are. */
async function answers({ issuer, certificateAuthority: ca }: TrustedLogin): Promise<boolean> {
  const dispatcher = new Agent({ connect: ca ? { ca } : {} });
  try {
    const url = `${issuer}/.well-known/openid-configuration`;
    const response = await fetch(url, { dispatcher, signal: AbortSignal.timeout(5_000) });
    await response.text();
    return response.ok;
  } catch {
    return false;
  } finally {
    await dispatcher.close();
  }
}

/** The API server's AuthenticationConfiguration, which it reads anew whenever the file changes. */
export function authenticationDocument(logins: TrustedLogin[]): unknown {
  const issuers = [...new Set(logins.map(({ issuer }) => issuer))];
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "AuthenticationConfiguration",
    // nobody without a name, except to ask whether it is well
    anonymous: { enabled: true, conditions: ["/livez", "/readyz"].map((path) => ({ path })) },
    jwt: issuers.map((issuer) => {
      const own = logins.filter((login) => login.issuer === issuer);
      const { certificateAuthority, prefix = "" } = own.at(-1) ?? {};
      return {
        issuer: {
          url: issuer,
          audiences: own.map(({ clientId }) => clientId),
          audienceMatchPolicy: "MatchAny",
          ...(certificateAuthority ? { certificateAuthority } : {}),
        },
        claimMappings: {
          username: { claim: userClaim, prefix },
          groups: { claim: groupsClaim, prefix },
        },
      };
    }),
  };
}

const authenticationFile = ({ configuration }: ClusterFolder): string =>
  join(configuration, "authentication.json");

/** The issuers that were added. */
export function trustedLogins({ trusted }: ClusterFolder): TrustedLogin[] {
  return existsSync(trusted) ? JSON.parse(readFileSync(trusted, "utf8")) : [];
}
