import assert from "node:assert/strict";
import { Agent, fetch } from "undici";

/** Who asks a cloud: a user with a password, or an application credential. */
export type CloudIdentity =
  | { userName: string; password: string; project: string }
  | { credentialId: string; secret: string };

/** What a service answered. */
export interface CloudAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Types of services as Keystone's catalogue names them. */
type ServiceType =
  | "compute"
  | "identity"
  | "image"
  | "key-manager"
  | "load-balancer"
  | "network"
  | "volumev3";

interface Token {
  user: { id: string };
  project: { id: string };
  catalog: { type: string; endpoints: { interface: string; url: string }[] }[];
}

/** Speaks with a cloud's services as an identity, by the addresses of its catalogue. */
export class CloudClient {
  private constructor(
    private readonly agent: Agent,
    private readonly token: string,
    private readonly scope: Token,
  ) {}

  /** @param ca PEM of the authority that signed the API's certificate */
  static async login(authUrl: string, ca: string, identity: CloudIdentity): Promise<CloudClient> {
    const agent = new Agent({ connect: { ca } });
    const response = await fetch(`${authUrl}/auth/tokens`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ auth: authOf(identity) }),
      dispatcher: agent,
    });
    assert.equal(response.status, 201, "Keystone lets the identity in");
    const { token } = (await response.json()) as { token: Token };
    return new CloudClient(agent, response.headers.get("x-subject-token") ?? "", token);
  }

  get userId(): string {
    return this.scope.user.id;
  }

  get projectId(): string {
    return this.scope.project.id;
  }

  async send(method: string, service: ServiceType, path: string, body?: unknown): Promise<CloudAnswer> {
    const entry = this.scope.catalog.find(({ type }) => type === service);
    const url = entry?.endpoints.find((it) => it.interface === "public")?.url;
    assert.ok(url, `the catalogue has ${service}`);
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { "Content-Type": "application/json", "X-Auth-Token": this.token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      dispatcher: this.agent,
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return { status: response.status, body: isJson && text !== "" ? JSON.parse(text) : {} };
  }

  /** A service's list of things. */
  async list(service: ServiceType, path: string): Promise<Record<string, unknown>[]> {
    const { status, body } = await this.send("GET", service, path);
    assert.equal(status, 200, `${service} ${path}`);
    const found = Object.values(body).find(Array.isArray);
    assert.ok(found, `${service} ${path} answers with a list`);
    return found;
  }

  close(): Promise<void> {
    return this.agent.close();
  }
}

function authOf(identity: CloudIdentity): unknown {
  if ("credentialId" in identity) {
    const { credentialId: id, secret } = identity;
    const methods = ["application_credential"];
    return { identity: { methods, application_credential: { id, secret } } };
  }
  const { userName: name, password, project } = identity;
  const domain = { name: "Default" };
  return {
    identity: { methods: ["password"], password: { user: { name, password, domain } } },
    scope: { project: { name: project, domain } },
  };
}
