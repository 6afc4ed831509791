import type { Agent } from "undici";
import { connectionProblem } from "../connection-problem";
import { httpClient } from "../http-client";
import type { AccessInputs } from "./cloud-access";
import { CloudError, mayPass } from "./cloud-error";

/** One request to a service of a cloud. */
export interface CloudRequest {
  /** What it does, as in "refused to <does>". */
  does: string;
  /** Type of the service in Keystone's catalogue. */
  service: "compute";
  method: "GET" | "POST";
  /** Path after the service's address, `/servers/<id>`. */
  path: string;
  body?: unknown;
}

interface Session {
  token: string;
  catalog: CatalogEntry[];
}

interface CatalogEntry {
  type: string;
  endpoints: { interface: string; region_id?: string; region?: string; url: string }[];
}

/** Logs in to Keystone when it has to, and asks the services in its catalogue. */
export class CloudChannel {
  private readonly agent: Agent;
  private session: Session | undefined;

  constructor(private readonly access: AccessInputs) {
    const { certificateAuthority: ca } = access;
    const { Agent } = httpClient();
    this.agent = new Agent({
      connect: { ...(ca === "" ? {} : { ca }), timeout: 5_000 },
      headersTimeout: 30_000,
    });
  }

  /**
   * Sends a request and returns the answer's body.
   * @throws CloudError
   */
  async send(wanted: CloudRequest): Promise<unknown> {
    const first = await this.attempt(wanted);
    if (first.status !== 401) return first.body;
    // a token lives for an hour or less
    this.session = undefined;
    return (await this.attempt(wanted)).body;
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.agent.close();
  }

  private async attempt({ does, service, method, path, body }: CloudRequest) {
    this.session ??= await this.logIn();
    const { token, catalog } = this.session;
    const url = this.endpoint(catalog, service);
    const answer = await this.exchange("the cloud's API", url, path, method, body, token);
    if (answer.status < 300 || answer.status === 401) return answer;
    throw new CloudError(
      `the cloud's API at ${url} refused to ${does}: ${reason(answer.body)} (status ${answer.status})`,
      answer.status,
    );
  }

  private async logIn(): Promise<Session> {
    const { authUrl } = this.access;
    const answer = await this.exchange("Keystone", authUrl, "/auth/tokens", "POST", loginBody(this.access));
    if (answer.status === 401) {
      throw new CloudError(
        `Keystone at ${authUrl} refused the credential; check user and password, or the application credential`,
        401,
      );
    }
    const { token } = (answer.body ?? {}) as { token?: { catalog?: CatalogEntry[] } };
    if (answer.status >= 300 || answer.token === undefined || token?.catalog === undefined) {
      const problem = answer.status >= 300 ? reason(answer.body) : "the answer is none of Keystone's";
      throw new CloudError(
        `Keystone at ${authUrl} refused to log in: ${problem} (status ${answer.status}); check authUrl and project`,
        answer.status,
      );
    }
    return { token: answer.token, catalog: token.catalog };
  }

  private endpoint(catalog: CatalogEntry[], service: CloudRequest["service"]): string {
    const { region } = this.access;
    const endpoints = catalog
      .filter(({ type }) => type === service)
      .flatMap((entry) => entry.endpoints)
      .filter((endpoint) => endpoint.interface === "public");
    const found = endpoints.find((endpoint) => (endpoint.region_id ?? endpoint.region) === region);
    if (found !== undefined) return found.url.replace(/\/+$/, "");
    const regions = [...new Set(endpoints.map((endpoint) => endpoint.region_id ?? endpoint.region))].join(
      ", ",
    );
    throw new CloudError(
      `the cloud has no service "${service}" in the region "${region}"; ${regions === "" ? "it has none at all" : `it has it in ${regions}`}`,
      404,
    );
  }

  private async exchange(
    server: string,
    url: string,
    path: string,
    method: CloudRequest["method"],
    body: unknown,
    token?: string,
  ): Promise<{ status: number; body: unknown; token: string | undefined }> {
    const { request } = httpClient();
    try {
      const {
        statusCode,
        headers,
        body: answer,
      } = await request(`${url}${path}`, {
        dispatcher: this.agent,
        method,
        headers: {
          "Content-Type": "application/json",
          ...(token === undefined ? {} : { "X-Auth-Token": token }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const issued = headers["x-subject-token"];
      return {
        status: statusCode,
        body: parsed(await answer.text()),
        token: typeof issued === "string" ? issued : undefined,
      };
    } catch (cause) {
      const { code, problem } = connectionProblem(cause);
      throw new CloudError(`${server} at ${url} ${problem}`, 0, mayPass(code));
    }
  }
}

/** Keystone's request for a token (api-ref/identity/v3, "Password authentication", "Application credential"). */
function loginBody(access: AccessInputs): unknown {
  const { projectName, userName, domainName, password } = access;
  const { applicationCredentialId: id, applicationCredentialSecret: secret } = access;
  if (id !== "")
    return {
      auth: { identity: { methods: ["application_credential"], application_credential: { id, secret } } },
    };
  const domain = { name: domainName };
  return {
    auth: {
      identity: { methods: ["password"], password: { user: { name: userName, domain, password } } },
      scope: { project: { name: projectName, domain } },
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // a proxy answers in HTML
    return undefined;
  }
}

/** What a service says of a refusal: `{ "itemNotFound": { "message": … } }`, `{ "error": { "message": … } }`. */
function reason(body: unknown): string {
  const [fault] = Object.values(Object(body));
  const message = (fault as { message?: unknown } | undefined)?.message;
  return typeof message === "string" ? message : "no reason given";
}
