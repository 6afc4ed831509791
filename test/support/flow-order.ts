/**
 * Puts the parts of a realm's browser flow in order. Neither Keycloak provider tells the server the place of an execution, and
 * since Keycloak 25 its update without one takes the place away (keycloak/terraform-provider-keycloak#973): of parts with the same
 * place, PostgreSQL gives any first, and a refusal that runs before anybody is known refuses everybody.
 */
import { Agent, fetch } from "undici";

/** Who may change the realm, and where. */
export interface RealmKeeper {
  keycloakUrl: string;
  clientId: string;
  clientSecret: string;
  /** PEM of the authority that signed Keycloak's certificate. */
  ca: string;
}

interface Execution {
  id: string;
  requirement: string;
  displayName: string;
  level: number;
}

/** The part that must come first: it finds out who it is. */
const first = "spe browser-entry";

/** @throws Error with Keycloak's answer */
export async function orderBrowserFlow(keeper: RealmKeeper, realm: string): Promise<void> {
  const { keycloakUrl, clientId, clientSecret, ca } = keeper;
  const dispatcher = new Agent({ connect: { ca } });
  const send = async (
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: string },
  ) => {
    const answer = await fetch(`${keycloakUrl}${path}`, { ...init, dispatcher });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method ?? "GET"} ${path}: ${answer.status} ${text}`);
    return text;
  };
  try {
    const login = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
    });
    const token = JSON.parse(
      await send("/realms/master/protocol/openid-connect/token", {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: login.toString(),
      }),
    ) as { access_token: string };
    const headers = {
      Authorization: `Bearer ${token.access_token}`,
      "Content-Type": "application/json",
    };
    const path = `/admin/realms/${realm}/authentication/flows/${encodeURIComponent("spe browser")}/executions`;
    const all = JSON.parse(await send(path, { headers })) as Execution[];
    const parts = all.filter(({ level }) => level === 0);
    const ordered = [
      ...parts.filter(({ displayName }) => displayName === first),
      ...parts.filter(({ displayName }) => displayName !== first),
    ];
    for (const [priority, { id, requirement }] of ordered.entries())
      await send(path, { method: "PUT", headers, body: JSON.stringify({ id, requirement, priority }) });
  } finally {
    await dispatcher.close();
  }
}
