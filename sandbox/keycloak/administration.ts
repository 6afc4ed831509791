import { readFile } from "node:fs/promises";
import { Agent, request } from "undici";

/** Keycloak's administration REST API as the sandbox's administrator: for the stand-in and for tests, never for a program. */
export class Administration {
  private readonly dispatcher: Agent;

  /**
   * @param server where Keycloak is, and the client of realm `master` that logs in
   * @param ca PEM of the authority that signed the server's certificate
   */
  constructor(
    private readonly server: { url: string; adminClientId: string; adminSecretFile: string },
    ca: string,
  ) {
    this.dispatcher = new Agent({ connect: { ca } });
  }

  /** What is at a path below `/admin/realms`, for example `/heart/users?username=alice`; undefined where nothing is. */
  async get<T>(path: string): Promise<T | undefined> {
    const { status, text } = await this.call("GET", path);
    return status === 404 ? undefined : (JSON.parse(text) as T);
  }

  /** Makes something; gives its id where Keycloak says it. */
  async post(path: string, body: unknown): Promise<string | undefined> {
    const { location } = await this.call("POST", path, body);
    return location?.slice(location.lastIndexOf("/") + 1);
  }

  /** Replaces something. */
  async put(path: string, body: unknown): Promise<void> {
    await this.call("PUT", path, body);
  }

  /** Removes something; what is not there is no error. */
  async remove(path: string, body?: unknown): Promise<void> {
    await this.call("DELETE", path, body);
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.dispatcher.close();
  }

  private async call(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown) {
    const answer = await request(`${this.server.url}/admin/realms${path}`, {
      dispatcher: this.dispatcher,
      method,
      // a token for each call: one from before a realm was made carries no rights in it
      headers: { authorization: `Bearer ${await this.token()}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    const { statusCode: status } = answer;
    const absent = status === 404 && (method === "GET" || method === "DELETE");
    if (status >= 300 && !absent)
      throw new Error(`Keycloak answered ${status} to ${method} ${path}: ${text}`);
    return { status, text, location: answer.headers.location as string | undefined };
  }

  private async token(): Promise<string> {
    const { url, adminClientId, adminSecretFile } = this.server;
    const answer = await request(`${url}/realms/master/protocol/openid-connect/token`, {
      dispatcher: this.dispatcher,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: adminClientId,
        client_secret: await readFile(adminSecretFile, "utf8"),
      }).toString(),
    });
    const { access_token: token } = (await answer.body.json()) as { access_token?: string };
    if (token === undefined)
      throw new Error(`Keycloak at ${url} refused the client "${adminClientId}" (${answer.statusCode})`);
    return token;
  }
}
