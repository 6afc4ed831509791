/** Whom the program of the gateway lets in; a part of it, see `task-gateway-program.ts`. */
import type { GatewayLogin } from "./task-gateway-settings.ts";

/** An answer that ends a request. */
export interface Refusal {
  status: number;
  problem: string;
}

const answerTimeoutMs = 10_000;

/** Whose token it is, or why it lets nobody in: 401, it is nobody's; 403, it is of somebody who is none of the project's. */
export async function personOf(login: GatewayLogin, authorization = ""): Promise<string | Refusal> {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined) return { status: 401, problem: "send a token: Authorization: Bearer …" };
  const claims = claimsOf(token);
  // what the token says of itself is not believed but where it shuts the door
  if (claims?.iss !== undefined && claims.iss !== login.issuer)
    return {
      status: 403,
      problem: `the token is of ${String(claims.iss)}; this project's is ${login.issuer}`,
    };
  const found = await fetch(login.userInfoUrl, {
    headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
    redirect: "error",
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  if (found.status >= 500) return { status: 503, problem: `the login server answers ${found.status}` };
  if (!found.ok) return { status: 401, problem: "the login server does not know the token, or no longer" };
  if (login.audience !== undefined && !listOf(claims?.aud).includes(login.audience))
    return { status: 403, problem: `the token is not for "${login.audience}"` };
  const person = (await found.json()) as Record<string, unknown>;
  if (listOf(person[login.groupsClaim]).some((group) => login.groups.includes(group)))
    return String(person.sub);
  return { status: 403, problem: `the person is in none of the groups ${login.groups.join(", ")}` };
}

/** What a signed token (RFC 7519) says; nothing of one that cannot be looked into. */
function claimsOf(token: string): Record<string, unknown> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);
