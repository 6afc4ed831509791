import { Readable } from "node:stream";
import { fetch, type RequestInit } from "undici";
import type { CloudContext, ServiceName } from "./service";
import { services } from "./services";

/** An object of an API: whatever it answers. */
export type CloudObject = { id: string; name?: string } & Record<string, unknown>;

/** A request that a service of the cloud refused. */
export class ApiError extends Error {
  constructor(
    request: string,
    readonly status: number,
    answer: string,
  ) {
    super(`${request} answered ${status}: ${answer.slice(0, 500)}`);
    this.name = "ApiError";
  }
}

/** A user who is logged in, and speaks with the services behind the front. */
export class CloudApi {
  private constructor(
    private readonly back: string,
    private readonly token: string,
    readonly userId: string,
    /** The project that the token is for. */
    readonly projectId: string,
  ) {}

  /** Logs in as the cloud's own administrator. */
  static asAdministrator({ addresses, secrets }: CloudContext): Promise<CloudApi> {
    return CloudApi.login(addresses.back, "admin", "admin", secrets.admin);
  }

  /** @param back address of the services. @throws ApiError */
  static async login(back: string, user: string, project: string, password: string): Promise<CloudApi> {
    const domain = { id: "default" };
    const auth = {
      identity: { methods: ["password"], password: { user: { name: user, domain, password } } },
      scope: { project: { name: project, domain } },
    };
    const url = `http://${back}:${portOf("keystone")}/v3/auth/tokens`;
    const response = await fetch(url, { method: "POST", headers: json, body: JSON.stringify({ auth }) });
    if (!response.ok) throw new ApiError(`POST ${url}`, response.status, await response.text());
    const { token } = (await response.json()) as { token: { user: { id: string }; project: { id: string } } };
    return new CloudApi(back, response.headers.get("x-subject-token") ?? "", token.user.id, token.project.id);
  }

  /** Sends a request to a service; gives what it answers. @throws ApiError */
  async send(method: string, service: ServiceName, path: string, body?: unknown): Promise<CloudObject> {
    return this.request(service, path, {
      method,
      headers: json,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Sends a file to a service. @throws ApiError */
  async upload(service: ServiceName, path: string, file: Readable): Promise<void> {
    await this.request(service, path, {
      method: "PUT",
      headers: { "Content-Type": "application/octet-stream" },
      body: Readable.toWeb(file),
      duplex: "half",
    });
  }

  /** Puts two things together, by a path that names both, unless they are. */
  async join(service: ServiceName, path: string): Promise<void> {
    await this.send("PUT", service, path).catch((error: unknown) => {
      if (!(error instanceof ApiError && error.status === 409)) throw error;
    });
  }

  /** The object of this name in a collection, or undefined. */
  async find(service: ServiceName, path: string, name: string): Promise<CloudObject | undefined> {
    const answer = await this.send("GET", service, path);
    const collection = Object.values(answer).find((value) => Array.isArray(value)) as CloudObject[];
    return collection.find((object) => object.name === name);
  }

  /** The object of this name, made where it is missing. @param kind what it is called in a body: `project` */
  async ensure(
    service: ServiceName,
    path: string,
    kind: string,
    object: { name: string } & Record<string, unknown>,
  ): Promise<CloudObject> {
    const present = await this.find(service, path, object.name);
    return present ?? ((await this.send("POST", service, path, { [kind]: object }))[kind] as CloudObject);
  }

  private async request(service: ServiceName, path: string, init: RequestInit): Promise<CloudObject> {
    const headers = { ...init.headers, "X-Auth-Token": this.token };
    const response = await fetch(`http://${this.back}:${portOf(service)}${path}`, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new ApiError(`${init.method} ${service} ${path}`, response.status, text);
    return text === "" ? { id: "" } : JSON.parse(text);
  }
}

const json = { "Content-Type": "application/json" };

function portOf(name: ServiceName): number {
  const service = services.find((candidate) => candidate.name === name);
  if (service === undefined) throw new Error(`no service ${name}`);
  return service.port;
}
