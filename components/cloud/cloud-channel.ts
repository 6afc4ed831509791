import type { Dispatcher, RetryHandler } from "undici";
import { connectionProblem } from "../connection-problem";
import { httpClient } from "../http-client";
import type { AccessInputs } from "./cloud-access";
import { CloudError, mayPass } from "./cloud-error";

/** One request to a service of a cloud. */
export interface CloudRequest {
  /** What it does, as in "refused to <does>". */
  does: string;
  /** Type of the service in Keystone's catalogue. */
  service: "compute" | "image" | "load-balancer" | "network" | "volumev3";
  method: "GET" | "POST" | "DELETE";
  /** Path after the service's address, `/servers/<id>`. */
  path: string;
  body?: unknown;
}

/** What Keystone lets in to. */
export interface CloudScope {
  project: { id: string; name: string };
  /** Regions that have any service. */
  regions: string[];
}

interface Session extends CloudScope {
  token: string;
  catalog: CatalogEntry[];
}

interface Answer {
  status: number;
  body: unknown;
  token: string | undefined;
}

interface CatalogEntry {
  type: string;
  endpoints: Endpoint[];
}

interface Endpoint {
  interface: string;
  region_id?: string;
  region?: string;
  url: string;
}

interface KeystoneToken {
  catalog?: CatalogEntry[];
  project?: { id: string; name: string };
}

/** A service that is asked too much has done nothing (RFC 6585, section 4), and says when to come again, or half a second is tried. */
const whenTooMany: RetryHandler.RetryOptions = {
  statusCodes: [429],
  errorCodes: [],
  methods: ["GET", "POST", "DELETE"],
  maxRetries: 3,
  minTimeout: 500,
  maxTimeout: 10_000,
  throwOnError: false,
};

const regionOf = ({ region_id, region }: Endpoint): string => region_id ?? region ?? "";

/** Logs in to Keystone when it has to, and asks the services in its catalogue. */
export class CloudChannel {
  private readonly agent: Dispatcher;
  private session: Promise<Session> | undefined;

  /** @param answerSeconds how long a service may take to begin its answer */
  constructor(
    private readonly access: AccessInputs,
    answerSeconds = 30,
  ) {
    const { certificateAuthority: ca } = access;
    const { Agent, interceptors } = httpClient();
    this.agent = new Agent({
      connect: { ...(ca === "" ? {} : { ca }), timeout: 5_000 },
      headersTimeout: answerSeconds * 1000,
    }).compose(interceptors.retry(whenTooMany));
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
    const second = await this.attempt(wanted);
    if (second.status === 401) throw refusal(wanted, second);
    return second.body;
  }

  /**
   * Where the credential belongs.
   * @throws CloudError
   */
  async scope(): Promise<CloudScope> {
    const { project, regions } = await this.open();
    return { project, regions };
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.agent.close();
  }

  private async attempt(wanted: CloudRequest): Promise<Answer & { url: string }> {
    const { service, method, path, body } = wanted;
    const { token, catalog } = await this.open();
    const url = this.endpoint(catalog, service);
    const answer = { ...(await this.exchange("the cloud's API", url, path, method, body, token)), url };
    if (answer.status < 300 || answer.status === 401) return answer;
    throw refusal(wanted, answer);
  }

  /** One login for all who ask at once; one that failed is no reason not to try again. */
  private open(): Promise<Session> {
    this.session ??= this.logIn().catch((error) => {
      this.session = undefined;
      throw error;
    });
    return this.session;
  }

  private async logIn(): Promise<Session> {
    const { authUrl } = this.access;
    const answer = await this.exchange("Keystone", authUrl, "/auth/tokens", "POST", loginBody(this.access));
    const refused = credentialProblem(this.access, answer.status, reason(answer.body));
    if (refused !== undefined) throw new CloudError(`Keystone at ${authUrl} ${refused}`, 401);
    const { token } = (answer.body ?? {}) as { token?: KeystoneToken };
    if (answer.status >= 300 || answer.token === undefined || token?.catalog === undefined) {
      const problem = answer.status >= 300 ? reason(answer.body) : "the answer is none of Keystone's";
      throw new CloudError(
        `Keystone at ${authUrl} refused to log in: ${problem} (status ${answer.status}); check authUrl and project`,
        answer.status,
      );
    }
    const { catalog, project = { id: "", name: "" } } = token;
    const endpoints = catalog.flatMap((entry) => entry.endpoints);
    return { token: answer.token, catalog, project, regions: [...new Set(endpoints.map(regionOf))] };
  }

  private endpoint(catalog: CatalogEntry[], service: CloudRequest["service"]): string {
    const { region } = this.access;
    const endpoints = catalog
      .filter(({ type }) => type === service)
      .flatMap((entry) => entry.endpoints)
      .filter((endpoint) => endpoint.interface === "public");
    const found = endpoints.find((endpoint) => regionOf(endpoint) === region);
    if (found !== undefined) return found.url.replace(/\/+$/, "");
    const regions = [...new Set(endpoints.map(regionOf))].join(", ");
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
  ): Promise<Answer> {
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

/**
 * What Keystone means when it does not know a credential. It says of none whether its secret is wrong or its time is over,
 * so that nobody can try secrets out; an id that it does not have, it names.
 */
function credentialProblem(
  { applicationCredentialId: id }: AccessInputs,
  status: number,
  reason: string,
): string | undefined {
  if (id !== "" && status === 404 && /application credential/i.test(reason))
    return `has no application credential "${id}"; it was revoked, or the id is another`;
  if (status !== 401) return undefined;
  return id === ""
    ? "refused the credential; check user and password"
    : `refused the application credential "${id}"; its secret is wrong, or its time is over, or its owner may no longer enter the project`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // a proxy answers in HTML
    return undefined;
  }
}

const refusal = ({ does }: CloudRequest, { url, status, body }: Answer & { url: string }): CloudError =>
  new CloudError(`the cloud's API at ${url} refused to ${does}: ${reason(body)} (status ${status})`, status);

/** What a service says of a refusal: `{ "itemNotFound": { "message": … } }`, `{ "error": { "message": … } }`. */
function reason(body: unknown): string {
  const [fault] = Object.values(Object(body));
  const message = (fault as { message?: unknown } | undefined)?.message;
  return typeof message === "string" ? message : "no reason given";
}
