/** What MinIO knows of a request when it reads policies (cmd/bucket-policy.go, `getConditionValues`). */
import { headerName } from "./policy-conditions";
import type { RequestFacts } from "./policy-language";

/** Who asks. */
export interface StoreIdentity {
  /** A person's `stsParent`, or the name of a user of the server's own. */
  userName: string;
  /** Of the token that the credentials were bought with. @default none, as users of the server's own have */
  claims?: Readonly<Record<string, unknown>>;
}

/** How it is asked. */
export interface RequestTransport {
  /** Address of the client, as the server or the proxy before it sees it. */
  sourceIp: string;
  time: Date;
  /** Parameters of the URL. @default none */
  query?: Readonly<Record<string, string>>;
  /** Headers beside those that name the client and sign the request; tags and locks are not understood. @default none */
  headers?: Readonly<Record<string, string>>;
}

/**
 * The facts of a request that is signed, in a header, and came by TLS. Headers and parameters become facts as well, and
 * claims go before them: what decides must not be for the client to say.
 */
export function requestFacts(
  { userName, claims = {} }: StoreIdentity,
  { sourceIp, time, query = {}, headers = {} }: RequestTransport,
): RequestFacts {
  const sent = new Map(Object.entries(headers).map(([name, value]) => [headerName(name), value]));
  const facts: Record<string, string[]> = {
    CurrentTime: [`${time.toISOString().slice(0, 19)}Z`],
    EpochTime: [String(Math.floor(time.getTime() / 1000))],
    SecureTransport: ["true"],
    SourceIp: [sourceIp],
    UserAgent: [sent.get("User-Agent") ?? ""],
    Referer: [sent.get("Referer") ?? ""],
    principaltype: [Object.keys(claims).length > 0 ? "AssumedRole" : "User"],
    userid: [userName],
    username: [userName],
    versionid: [query.versionId ?? ""],
    signatureversion: ["AWS4-HMAC-SHA256"],
    authType: ["REST-HEADER"],
  };
  for (const [name, value] of [...sent, ...Object.entries(query)])
    facts[name] = [...(facts[name] ?? []), value];
  for (const [name, value] of Object.entries(claims))
    if (typeof value === "string") facts[name.replace(/^ldap/, "").toLowerCase()] = [value];
  const groups = Array.isArray(claims.groups) ? claims.groups.filter((it) => typeof it === "string") : [];
  if (groups.length > 0) facts.groups = groups;
  return facts;
}
