import { readFileSync } from "node:fs";
import { Agent, fetch } from "undici";
import type { CloudSite } from "./cloud-controller";

/** Who asks a cloud for a project: an application credential, or a user of the domain Default with a password. */
export type ProjectCredential =
  | { id: string; secret: string }
  | { userName: string; password: string; project: string };

/** Neutron, as a project's member. */
export interface ProjectApi {
  /** @param path after `/v2.0/` @throws Error with Neutron's answer */
  send<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Removes what is there; what is gone already is no error. */
  remove(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Logs in at Keystone. @throws Error when it does not let the credential in */
export async function projectApi(
  { authUrl, caFile }: CloudSite,
  credential: ProjectCredential,
): Promise<ProjectApi> {
  const agent = new Agent({ connect: { ca: readFileSync(caFile, "utf8") } });
  const ask = (method: string, url: string, body?: unknown, token?: string) =>
    fetch(url, {
      method,
      headers: { "Content-Type": "application/json", ...(token ? { "X-Auth-Token": token } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      dispatcher: agent,
    });
  const login = await ask("POST", `${authUrl}/auth/tokens`, { auth: authOf(credential) });
  if (!login.ok) {
    await agent.close();
    const who =
      "id" in credential ? `the application credential ${credential.id}` : `the user ${credential.userName}`;
    throw new Error(`Keystone does not let in ${who}: ${login.status}`);
  }
  const { token } = (await login.json()) as { token: { catalog: CatalogueEntry[] } };
  const subject = login.headers.get("x-subject-token") ?? "";
  const entry = token.catalog.find(({ type }) => type === "network");
  const neutron = entry?.endpoints.find((endpoint) => endpoint.interface === "public")?.url;
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await ask(method, `${neutron}/v2.0/${path}`, body, subject);
    const text = await response.text();
    return { status: response.status, text };
  };
  const refused = (method: string, path: string, status: number, text: string) =>
    new Error(`${method} ${path}: Neutron answered ${status}: ${text.slice(0, 500)}`);
  return {
    async send<T>(method: string, path: string, body?: unknown): Promise<T> {
      const { status, text } = await send(method, path, body);
      if (status >= 300) throw refused(method, path, status, text);
      return JSON.parse(text) as T;
    },
    async remove(path) {
      const { status, text } = await send("DELETE", path);
      if (status >= 300 && status !== 404) throw refused("DELETE", path, status, text);
    },
    close: () => agent.close(),
  };
}

/** What Keystone is asked for a token with (Identity API v3). */
function authOf(credential: ProjectCredential): object {
  if ("id" in credential)
    return { identity: { methods: ["application_credential"], application_credential: credential } };
  const { userName, password, project } = credential;
  const domain = { id: "default" };
  return {
    identity: { methods: ["password"], password: { user: { name: userName, domain, password } } },
    scope: { project: { name: project, domain } },
  };
}

interface CatalogueEntry {
  type: string;
  endpoints: { interface: string; url: string }[];
}
