import type { Agent } from "undici";
import { connectionProblem } from "../connection-problem";
import { httpClient } from "../http-client";
import type { ClusterAccess } from "./existing-cluster-kubeconfig";

/** What an API server answered, or why it did not, as one sentence that names it. Never carries a secret. */
export class ClusterError extends Error {
  override readonly name = "ClusterError";
}

/** An answer whatever its status; objects of Kubernetes, or a Status that says what is wrong. */
export interface ClusterAnswer<Body> {
  status: number;
  body: Body;
}

/** Longest wait for an answer. */
const answerTimeoutMs = 15_000;

/** Asks an API server as the person or service of a kubeconfig. */
export class ClusterChannel {
  private readonly agent: Agent;

  constructor(private readonly access: ClusterAccess) {
    const { certificateAuthority: ca, serverName: servername, credential } = access;
    const { Agent } = httpClient();
    const client = "token" in credential ? {} : { cert: credential.certificate, key: credential.key };
    this.agent = new Agent({
      connections: 8,
      headersTimeout: answerTimeoutMs,
      bodyTimeout: answerTimeoutMs,
      connect: {
        ...(ca === undefined ? {} : { ca }),
        ...(servername === undefined ? {} : { servername }),
        ...client,
        timeout: 5_000,
      },
    });
  }

  /**
   * Asks for an object.
   * @throws ClusterError without an answer, and where the credential is not known
   */
  get<Body>(path: string): Promise<ClusterAnswer<Body>> {
    return this.send("GET", path);
  }

  /**
   * Sends an object.
   * @throws ClusterError without an answer, and where the credential is not known
   */
  post<Body>(path: string, body: unknown): Promise<ClusterAnswer<Body>> {
    return this.send("POST", path, body);
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.agent.close();
  }

  private async send<Body>(
    method: "GET" | "POST",
    path: string,
    body?: unknown,
  ): Promise<ClusterAnswer<Body>> {
    const { server, credential } = this.access;
    const { request } = httpClient();
    const answer = await request(`${server}${path}`, {
      dispatcher: this.agent,
      method,
      headers: {
        Accept: "application/json",
        ...("token" in credential ? { Authorization: `Bearer ${credential.token}` } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
      .then(async ({ statusCode: status, body: content }) => ({ status, text: await content.text() }))
      .catch((cause: unknown) => {
        throw new ClusterError(`${this.name} ${connectionProblem(cause).problem}`);
      });
    if (answer.status === 401)
      throw new ClusterError(
        `${this.name} does not know the kubeconfig's credential (401): it has expired, was withdrawn, or is another cluster's; make a new one`,
      );
    try {
      return { status: answer.status, body: JSON.parse(answer.text) as Body };
    } catch {
      throw new ClusterError(
        `${this.name} does not answer as an API server of Kubernetes (${answer.status}); check cluster.server of the kubeconfig`,
      );
    }
  }

  private get name(): string {
    return `cluster at ${this.access.server}`;
  }
}
