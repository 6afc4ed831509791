/** What a MinIO server answered, or why it did not, as one sentence that names the server. Never carries a secret. */
export class MinioError extends Error {
  override readonly name = "MinioError";

  /**
   * @param message what went wrong and what to do, in one sentence
   * @param code MinIO's code (`XMinioAdminNoSuchUser`) or the network's (`ECONNREFUSED`)
   * @param status HTTP status; 0 when there was no answer
   */
  constructor(
    message: string,
    readonly code: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** Codes with which TLS refuses the certificate's signature. */
const untrusted = [
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_SIGNATURE_FAILURE",
];

/** Codes with which MinIO refuses a credential. */
const wrongCredential = ["InvalidAccessKeyId", "SignatureDoesNotMatch", "XMinioInvalidAccessKeyId"];

/** The error of a request that got no answer. */
export function connectionError(url: string, cause: unknown): MinioError {
  const code = networkCode(cause);
  const told = (problem: string): MinioError => new MinioError(`MinIO at ${url} ${problem}`, code, 0);
  if (untrusted.includes(code)) {
    return told(
      `shows a certificate of an authority that is not trusted (${code}); give the CA that signed it`,
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return told("shows a certificate for another host name; use the name in the certificate");
  }
  if (code === "CERT_HAS_EXPIRED") return told("shows a certificate that has expired; renew it");
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "EPROTO") {
    return told("does not speak TLS; check scheme and port");
  }
  return told(`cannot be reached (${code}); check the URL and that the server runs`);
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

function networkCode(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown";
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  if (cause.cause !== undefined) return networkCode(cause.cause);
  if (cause instanceof AggregateError) return networkCode(cause.errors[0]);
  return cause.name;
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
