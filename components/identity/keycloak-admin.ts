/** What is needed of Keycloak's administration beside its provider: people of a realm for `spe revoke`, and the order of flows. */

import type { Agent, RequestInit, Response } from "undici";
import { connectionProblem } from "../connection-problem";
import { httpClient } from "../http-client";

/** Where a Keycloak server is and who administers it. */
export interface KeycloakServer {
  /** Public https URL without a slash at its end. */
  url: string;
  /** Realm of the service client, for example `master`. */
  adminRealm: string;
  /** Service client that manages the realm, for example `spe-provisioner`. */
  clientId: string;
  clientSecret: string;
  /** PEM of the CA that signed the server's certificate. @default the authorities that Node knows */
  ca?: string;
}

/** A person as a realm knows them. */
export interface RealmPerson {
  /** Id in the realm: the `sub` of its tokens. */
  id: string;
  userName: string;
  /** Whether the person may log in. */
  enabled: boolean;
}

/** A part of a login flow, as Keycloak lists it. */
export interface FlowPart {
  id: string;
  requirement: string;
  /** Alias of a subflow, name of an authenticator. */
  displayName: string;
  /** 0 for the flow's own parts, more for those of subflows. */
  level: number;
  /** Its place among those of its level. */
  priority: number;
}

/** What Keycloak answered, or why it did not, as one sentence that names the server. Never carries a secret. */
export class KeycloakError extends Error {
  override readonly name = "KeycloakError";

  /** @param status HTTP status; 0 when there was no answer */
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** Keycloak's administration by a service client; asks for a new token with each call, since calls are few and far between. */
export class KeycloakAdmin {
  private readonly dispatcher: Agent;

  constructor(private readonly server: KeycloakServer) {
    const { Agent } = httpClient();
    this.dispatcher = new Agent({ connect: { ...(server.ca === undefined ? {} : { ca: server.ca }) } });
  }

  /** A realm's attributes; undefined where there is no such realm. Of another's realm nothing is told, so they are empty. */
  async realmAttributes(realm: string): Promise<Record<string, string> | undefined> {
    try {
      const { attributes = {} } = await this.call<{ attributes?: Record<string, string> }>(
        "look at a realm",
        "GET",
        realm,
      );
      return attributes;
    } catch (error) {
      if (error instanceof KeycloakError && error.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * Whether the client's rights stand in its tokens, where those in a realm that it made since are missing. They are
   * looked up with each request once the client has lightweight access tokens.
   */
  async hasRightsInTokens(): Promise<boolean> {
    const [, claims = ""] = (await this.token()).split(".");
    return "realm_access" in JSON.parse(Buffer.from(claims, "base64url").toString());
  }

  /**
   * The one person whom `person` names: the id at the upstream (`4f…@lifescience-ri.eu`), or else the user name.
   * @param brokerAlias the broker through which the realm's people come, for example `ls-aai`
   */
  async findPerson(realm: string, brokerAlias: string, person: string): Promise<RealmPerson | undefined> {
    if (person === "") return undefined; // Keycloak would answer with everybody
    const byUpstream = new URLSearchParams({ idpAlias: brokerAlias, idpUserId: person });
    const byName = new URLSearchParams({ username: person, exact: "true" });
    for (const query of [byUpstream, byName]) {
      const found = await this.call<KeycloakUser[]>("look for a person", "GET", `${realm}/users?${query}`);
      if (found[0]) return { id: found[0].id, userName: found[0].username, enabled: found[0].enabled };
    }
    return undefined;
  }

  /** Ends every session of a person and refuses tokens from before now; returns how many there were. */
  async endSessions(realm: string, id: string): Promise<number> {
    const sessions = await this.call<unknown[]>("list sessions", "GET", `${realm}/users/${id}/sessions`);
    await this.call("end sessions", "POST", `${realm}/users/${id}/logout`);
    return sessions.length;
  }

  /** Lets a person log in, or no longer; the lock holds whatever the upstream says. */
  async setEnabled(realm: string, id: string, enabled: boolean): Promise<void> {
    // what an update leaves out, Keycloak takes away: the person is written back whole
    const user = await this.call<KeycloakUser>("read a person", "GET", `${realm}/users/${id}`);
    await this.call("change a person", "PUT", `${realm}/users/${id}`, { ...user, enabled });
  }

  /** The parts of a login flow and of its subflows. */
  flowParts(realm: string, flow: string): Promise<FlowPart[]> {
    return this.call("list a flow's parts", "GET", executionsPath(realm, flow));
  }

  /** Gives a part of a login flow its place. */
  async placeFlowPart(realm: string, flow: string, part: FlowPart): Promise<void> {
    const { id, requirement, priority } = part;
    await this.call("place a part of a flow", "PUT", executionsPath(realm, flow), {
      id,
      requirement,
      priority,
    });
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.dispatcher.close();
  }

  private async call<T>(does: string, method: string, path: string, body?: unknown): Promise<T> {
    const { url } = this.server;
    const response = await this.send(`${url}/admin/realms/${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.token()}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new KeycloakError(refusal(this.server, does, path, response.status), response.status);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  private async token(): Promise<string> {
    const { url, adminRealm, clientId, clientSecret } = this.server;
    const response = await this.send(`${url}/realms/${adminRealm}/protocol/openid-connect/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
      }),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new KeycloakError(
        `Keycloak at ${url} refused the client "${clientId}" of realm "${adminRealm}" (${response.status}); check its id and secret`,
        response.status,
      );
    }
    return ((await response.json()) as { access_token: string }).access_token;
  }

  private async send(url: string, request: RequestInit): Promise<Response> {
    try {
      return await httpClient().fetch(url, {
        ...request,
        dispatcher: this.dispatcher,
        signal: AbortSignal.timeout(30_000),
      });
    } catch (error) {
      throw new KeycloakError(`Keycloak at ${this.server.url} ${connectionProblem(error).problem}`, 0);
    }
  }
}

const executionsPath = (realm: string, flow: string): string =>
  `${realm}/authentication/flows/${encodeURIComponent(flow)}/executions`;

/** The fields of Keycloak's user that are read here. */
interface KeycloakUser {
  id: string;
  username: string;
  enabled: boolean;
}

function refusal({ url, clientId }: KeycloakServer, does: string, path: string, status: number): string {
  const realm = path.split("/")[0];
  if (status === 404) return `Keycloak at ${url} has no realm "${realm}" or no such person in it`;
  if (status === 403) {
    return `Keycloak at ${url} does not allow the client "${clientId}" to ${does} in realm "${realm}"; it needs the roles that whoever made the realm has`;
  }
  return `Keycloak at ${url} refused to ${does} in realm "${realm}" (${status})`;
}
