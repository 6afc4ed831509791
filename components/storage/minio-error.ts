import { connectionProblem } from "../connection-problem";

/** What a MinIO server answered, or why it did not, as one sentence that names the server. Never carries a secret. */
export class MinioError extends Error {
  override readonly name = "MinioError";

  /**
   * @param message what went wrong and what to do, in one sentence
   * @param code MinIO's code (`XMinioAdminNoSuchUser`) or the network's (`ECONNREFUSED`)
   * @param status HTTP status; 0 when there was no answer
   * @param options the error behind it (`cause`)
   */
  constructor(
    message: string,
    readonly code: string,
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Codes with which MinIO refuses a credential. */
const wrongCredential = ["InvalidAccessKeyId", "SignatureDoesNotMatch", "XMinioInvalidAccessKeyId"];

/** The error of a request that got no answer. */
export function connectionError(url: string, cause: unknown): MinioError {
  const { code, problem } = connectionProblem(cause);
  return new MinioError(`MinIO at ${url} ${problem}`, code, 0);
}

/** The error of an answer that is not 2xx. */
export function answerError(url: string, request: string, status: number, body: string): MinioError {
  const { code, message } = errorBody(body);
  const told = (problem: string): MinioError => new MinioError(`MinIO at ${url} ${problem}`, code, status);
  if (wrongCredential.includes(code)) {
    return told(`refused the administrator's credential (${code}); check access key and secret key`);
  }
  if (code === "AccessDenied") {
    return told(`does not allow this credential to ${request}; use an administrator's credential`);
  }
  if (code === "AuthorizationHeaderMalformed") {
    return told(`has another region than the request (${code}); give the one that the server is set to`);
  }
  if (body.startsWith("Client sent an HTTP request")) return told("speaks TLS; use https in its URL");
  return told(`refused to ${request}: ${message || `status ${status}`} (${code})`);
}

/** Code and message of MinIO's error, which is JSON from the admin API and XML from the gates before it. */
function errorBody(body: string): { code: string; message: string } {
  const xml = (tag: string): string => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(body)?.[1] ?? "";
  if (body.startsWith("{")) {
    const { Code, Message } = JSON.parse(body) as { Code?: string; Message?: string };
    return { code: Code ?? "unknown", message: Message ?? "" };
  }
  return { code: xml("Code") || "unknown", message: xml("Message") };
}
