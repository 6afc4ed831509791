import type { Agent } from "undici";
import { httpClient } from "../http-client";
import type { KkpInputs } from "./kkp-cluster-inputs";
import { answerError, connectionError, KkpError } from "./kkp-error";
import type { Surroundings } from "./kkp-patience";

/** One request to KKP. */
export interface KkpRequest {
  /** What it does, as in "refused to <does>". */
  does: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path after KKP's address, `/api/v2/…`. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** How often something is tried; seven times take a minute where KKP does not say how long to wait. */
const usualAttempts = 7;
const longestPauseSeconds = 30;

/** Longest wait for an answer; KKP itself waits up to ten seconds before it says that a cluster is made. */
const answerTimeoutMs = 30_000;

/** Asks KKP with one token. */
export class KkpChannel {
  private readonly agent: Agent;

  constructor(
    private readonly access: Pick<KkpInputs, "apiUrl" | "token" | "certificateAuthority">,
    private readonly surroundings: Surroundings,
    private readonly attempts = usualAttempts,
  ) {
    const { certificateAuthority: ca } = access;
    const { Agent } = httpClient();
    this.agent = new Agent({
      connect: { ...(ca === "" ? {} : { ca }), timeout: 5_000 },
      headersTimeout: answerTimeoutMs,
      bodyTimeout: answerTimeoutMs,
    });
  }

  /**
   * Sends a request that may be sent again, and does so where KKP is in trouble; gives what it answers, text as text.
   * @throws KkpError
   */
  send<Answer = unknown>(request: KkpRequest): Promise<Answer> {
    return this.patiently(() => this.attempt<Answer>(request));
  }

  /**
   * Does something that may be done again, until it works or KKP's trouble is no passing one.
   * @throws KkpError
   */
  async patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof KkpError && error.isPassing) || attempt === this.attempts) throw error;
        const usual = Math.min(2 ** (attempt - 1), longestPauseSeconds);
        await this.surroundings.pause(error.retryAfterSeconds ?? usual);
      }
    }
  }

  /**
   * Sends a request once.
   * @throws KkpError
   */
  async attempt<Answer>({ does, method, path, body, headers }: KkpRequest): Promise<Answer> {
    const { apiUrl, token } = this.access;
    const { request } = httpClient();
    const answer = await request(`${apiUrl}${path}`, {
      dispatcher: this.agent,
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
      .then(async ({ statusCode, headers, body }) => ({
        status: statusCode,
        headers,
        text: await body.text(),
      }))
      .catch((cause: unknown) => {
        throw connectionError(apiUrl, cause);
      });
    const { "retry-after": retryAfter, "content-type": type } = answer.headers;
    if (answer.status >= 300)
      throw answerError(apiUrl, does, answer.status, answer.text, retryAfter?.toString());
    const isJson = type?.toString().startsWith("application/json") === true && answer.text !== "";
    return (isJson ? JSON.parse(answer.text) : answer.text) as Answer;
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.agent.close();
  }
}
