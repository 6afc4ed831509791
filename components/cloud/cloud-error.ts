/** What a cloud's API answered, or why it did not, as one sentence that names the server. Never carries a secret. */
export class CloudError extends Error {
  override readonly name = "CloudError";

  /**
   * @param message what went wrong and what to do, in one sentence
   * @param status HTTP status; 0 when there was no answer
   * @param isPassing whether the same request may succeed a little later
   */
  constructor(
    message: string,
    readonly status: number,
    readonly isPassing: boolean = status >= 500,
  ) {
    super(message);
  }
}

/** Whether a connection that failed with this code may succeed a little later: a service restarts, a proxy is busy. */
export const mayPass = (code: string): boolean =>
  [
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "UND_ERR_SOCKET",
    "UND_ERR_CONNECT_TIMEOUT",
    "UND_ERR_HEADERS_TIMEOUT",
    "UND_ERR_BODY_TIMEOUT",
  ].includes(code);
